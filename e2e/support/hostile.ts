import { readFile } from "node:fs/promises";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import {
  type BrowserContext,
  type CDPSession,
  expect,
  type Frame,
  type Page,
  type Request,
} from "@playwright/test";
import type { Deployment } from "./deployment.ts";
import { listen } from "./listen.ts";
import type { Access, Server } from "./server.ts";

/** From where an attacker's page tries. */
export const places = ["a sibling", "another site", "a sandboxed frame", "plain http"] as const;
export type Place = (typeof places)[number];

/** Hosts that belong to attackers: every host that is not the deployment's own, over http and over https. */
export class HostilePlaces {
  private constructor(
    private readonly deployment: Deployment,
    private readonly hosts: { http: HttpServer; tls: TlsServer },
    private readonly ports: { http: number; tls: number },
  ) {}

  static async open(deployment: Deployment): Promise<HostilePlaces> {
    const answer: RequestListener = (request, response) => {
      const { searchParams } = new URL(request.url ?? "/", "http://here.invalid");
      response.setHeader("Content-Type", "text/html;charset=utf-8");
      response.setHeader("Set-Cookie", searchParams.getAll("set-cookie"));
      response.end("<!doctype html><title>hostile</title><body></body>");
    };
    const { certificate, key } = deployment.certificate;
    const http = createServer({ maxHeaderSize: 1 << 20 }, answer);
    const tls = createTlsServer(
      { cert: await readFile(certificate), key: await readFile(key), maxHeaderSize: 1 << 20 },
      answer,
    );
    return new HostilePlaces(deployment, { http, tls }, { http: await listen(http), tls: await listen(tls) });
  }

  get resolverRules(): string[] {
    return [`MAP *.test:443 127.0.0.1:${this.ports.tls}`, `MAP *.test:80 127.0.0.1:${this.ports.http}`];
  }

  /** Another origin of the site that the page belongs to: another port of localhost, or a sibling of its host. */
  get sibling(): string {
    const { setup } = this.deployment;
    if (setup.pageHost === "localhost") return `http://localhost:${this.ports.http}`;
    return `${this.#scheme}://evil.example.test`;
  }

  get #scheme(): string {
    return this.deployment.setup.tls ? "https" : "http";
  }

  /** Another origin of the site that the API belongs to. */
  get siblingOfApi(): string {
    const { setup } = this.deployment;
    return setup.apiHost === "localhost" ? this.sibling : `${this.#scheme}://evil.${this.apiDomain}`;
  }

  /** What a cookie for the API's whole site names as its domain. */
  get apiDomain(): string {
    return this.deployment.setup.apiHost.split(".").slice(-2).join(".");
  }

  /** Opens a page of that origin that sets cookies, in a tab of its own. */
  async openAt(context: BrowserContext, origin: string, cookies: string[] = []): Promise<Frame> {
    const page = await context.newPage();
    await page.goto(`${origin}/?${new URLSearchParams(cookies.map((cookie) => ["set-cookie", cookie]))}`);
    return page.mainFrame();
  }

  /** Opens a page there. What it returns runs scripts. */
  async open(context: BrowserContext, place: Place): Promise<Frame> {
    const origins: Record<Place, string> = {
      "a sibling": this.sibling,
      "another site": `${this.#scheme}://attacker.elsewhere.test`,
      "a sandboxed frame": this.sibling,
      "plain http": "http://evil.example.test",
    };
    const page = await this.openAt(context, origins[place]);
    return place === "a sandboxed frame" ? sandboxed(page.page()) : page;
  }

  async close(): Promise<void> {
    for (const host of Object.values(this.hosts)) {
      host.close();
      host.closeAllConnections();
    }
  }
}

async function sandboxed(page: Page): Promise<Frame> {
  await page.evaluate(() => {
    const frame = document.createElement("iframe");
    frame.sandbox.add("allow-scripts", "allow-forms", "allow-popups");
    frame.src = "/sandboxed";
    document.body.append(frame);
  });
  await page.waitForFunction(() => frames.length === 1);
  const frame = page.frames()[1];
  if (!frame) throw new Error("there is no frame");
  await frame.waitForURL("**/sandboxed");
  return frame;
}

/** What became of a request that a hostile page caused. */
export interface Outcome {
  readonly request: string;
  readonly status: number;
  /**
   * The refusal's code. A page of another origin cannot read it: what was refused for where it came from is in the
   * server's log, and for anything else the same request is sent again to ask.
   */
  readonly code: string | undefined;
  /** Whether the browser sent the session's cookie along; undefined where it did not tell what it sent. */
  readonly withCookie: boolean | undefined;
}

/** Runs an attack from a frame and reports what the server logged of it, together with what the browser sent. */
export async function outcomes(
  frame: Frame,
  deployment: Deployment,
  attack: () => Promise<unknown>,
): Promise<Outcome[]> {
  const context = frame.page().context();
  const { server } = deployment;
  // Browsers ask for icons when they like, and the app's page for its stream.
  const calls = () =>
    server.accesses().filter(({ path }) => path.startsWith("/api/") && path !== "/api/events");
  const start = calls().length;
  const refusedBefore = refusals(server).length;
  const tabs = context.pages().length;
  const sent: Request[] = [];
  const watch = (request: Request) => sent.push(request);
  context.on("request", watch);
  const wire = await Wire.tap(frame);
  try {
    await attack();
    // A call that the app's own page had under way before is no part of the attack.
    const ofTheAttack = async () => {
      const found: Access[] = [];
      for (const access of calls().slice(start)) {
        if (await isWitnessed(access, { sent, wire, deployment })) found.push(access);
      }
      return found;
    };
    await expect.poll(async () => (await ofTheAttack()).length, { intervals: [20] }).toBeGreaterThan(0);
    const found: Outcome[] = [];
    for (const access of await ofTheAttack()) {
      const headers = await headersOf(access.method, deployment.apiOrigin + access.path, sent, wire);
      const code =
        (await refusedFor(access, server, refusedBefore)) ?? (await toldAgain(access, headers, deployment));
      found.push({
        request: `${access.method} ${access.path}`,
        status: access.status,
        code,
        withCookie: headers.whole ? hasCookie(headers.fields, deployment) : undefined,
      });
    }
    return found;
  } finally {
    await wire.close();
    context.off("request", watch);
    for (const tab of context.pages().slice(tabs)) await tab.close();
  }
}

interface Witnesses {
  sent: Request[];
  wire: Wire;
  deployment: Deployment;
}

/** What the server's log says it refused for where it came from, and not only would have. */
function refusals(server: Server): Record<string, unknown>[] {
  return server.log("latchkey.csrf").filter(({ message }) => message === "refused a request");
}

/** The code of such a refusal. Its line is written before the request's own, by another hand. */
async function refusedFor(
  { method, path, status }: Access,
  server: Server,
  before: number,
): Promise<string | undefined> {
  if (status !== 403) return undefined;
  const line = () =>
    refusals(server)
      .slice(before)
      .find((one) => one.method === method && one.path === path);
  // What only reads may have been refused for being embedded, of which there is no line.
  if (method !== "GET") await expect.poll(line, { intervals: [20] }).toBeDefined();
  const rule = line()?.rule;
  if (rule === undefined) return undefined;
  return rule === "TOKEN" ? "csrf_token_invalid" : "origin_rejected";
}

/** The code that the same request is answered with once more. */
async function toldAgain(
  { method, path, status }: Access,
  { fields }: Headers,
  deployment: Deployment,
): Promise<string | undefined> {
  if (status < 400) return undefined;
  const { server } = deployment;
  // Asking again is logged, too, and must not count as the next attack. The app's page may ask meanwhile.
  const alike = () => server.accesses().filter((one) => one.method === method && one.path === path);
  const known = alike().length;
  const headers = Object.fromEntries(
    Object.entries(fields).filter(
      ([name]) => !/^(:.*|host|content-length|connection|accept-encoding)$/i.test(name),
    ),
  );
  const again = await deployment.ask(path, { method, headers });
  await expect.poll(() => alike().length, { intervals: [20] }).toBeGreaterThan(known);
  return again.status === status ? codeOf(again.body) : `${again.status} the second time`;
}

function hasCookie(headers: Record<string, string>, { setup }: Deployment): boolean {
  return `; ${headers.cookie ?? headers.Cookie ?? ""}`.includes(`; ${setup.cookie.name}=`);
}

/** A program is told as JSON, a person on the way to a page at its foot. */
function codeOf(body: string): string | undefined {
  return body.startsWith("{") ? JSON.parse(body).code : /\d{3} ([a-z_]+):/.exec(body)?.[1];
}

async function isWitnessed(
  { method, path }: Access,
  { sent, wire, deployment }: Witnesses,
): Promise<boolean> {
  const url = deployment.apiOrigin + path;
  const seen = () =>
    sent.some((one) => one.method() === method && one.url() === url) || Boolean(wire.headers(method, url));
  return expect
    .poll(seen, { intervals: [20], timeout: 3_000 })
    .toBe(true)
    .then(
      () => true,
      () => false,
    );
}

/** The lines of a request, and whether they are all that went out. */
interface Headers {
  readonly fields: Record<string, string>;
  readonly whole: boolean;
}

/**
 * The protocol tells what went out as soon as it leaves, but of the frame it was tapped for alone; Playwright's account
 * has every tab's. Where the answer moves a frame to another process, as a refused one does, neither may ever come: then
 * what the page asked for is known, and not what the browser added.
 */
async function headersOf(method: string, url: string, sent: Request[], wire: Wire): Promise<Headers> {
  const request = sent.find((one) => one.method() === method && one.url() === url);
  const whole = await Promise.race([
    accountOf(request, () => wire.headers(method, url)),
    wire.sent(method, url),
    new Promise<undefined>((resolve) => setTimeout(resolve, 3_000)),
  ]);
  return whole ? { fields: whole, whole: true } : { fields: request?.headers() ?? {}, whole: false };
}

async function accountOf(
  request: Request | undefined,
  asItWentOut: () => Record<string, string> | undefined,
): Promise<Record<string, string> | undefined> {
  if (!request) return new Promise(() => undefined);
  await request.response().catch(() => undefined);
  // Where the tab is closed first there is no account.
  const headers = await request.allHeaders().catch(() => undefined);
  if (headers && ("origin" in headers || "sec-fetch-site" in headers)) return headers;
  return asItWentOut() ?? headers;
}

/** What a frame's requests carried when they left. */
class Wire {
  readonly #requests = new Map<string, { method: string; url: string }>();
  readonly #headers = new Map<string, Record<string, string>>();
  readonly #waiting: (() => void)[] = [];

  private constructor(private readonly sessions: CDPSession[]) {}

  static async tap(frame: Frame): Promise<Wire> {
    const page = frame.page();
    const context = page.context();
    const sessions = [await context.newCDPSession(page)];
    // A sandboxed frame has a process of its own.
    if (frame !== page.mainFrame()) {
      const own = await context.newCDPSession(frame).catch(() => undefined);
      if (own) sessions.push(own);
    }
    const wire = new Wire(sessions);
    for (const session of sessions) {
      session.on("Network.requestWillBeSent", ({ requestId, request }) => {
        wire.#requests.set(requestId, { method: request.method, url: request.url });
        wire.#arrived();
      });
      session.on("Network.requestWillBeSentExtraInfo", ({ requestId, headers }) => {
        wire.#headers.set(requestId, headers);
        wire.#arrived();
      });
      await session.send("Network.enable");
    }
    return wire;
  }

  headers(method: string, url: string): Record<string, string> | undefined {
    for (const [id, request] of this.#requests) {
      const headers = this.#headers.get(id);
      if (headers && request.method === method && request.url === url) return headers;
    }
    return undefined;
  }

  /** What such a request carried, once one has left. */
  async sent(method: string, url: string): Promise<Record<string, string>> {
    const left = this.headers(method, url);
    if (left) return left;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.sent(method, url);
  }

  #arrived(): void {
    for (const proceed of this.#waiting.splice(0)) proceed();
  }

  async close(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.detach().catch(() => undefined)));
  }
}
