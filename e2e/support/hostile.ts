import { readFile } from "node:fs/promises";
import { createServer, type Server as HttpServer, type RequestListener } from "node:http";
import { createServer as createTlsServer, type Server as TlsServer } from "node:https";
import { type BrowserContext, expect, type Frame, type Page, type Request } from "@playwright/test";
import type { Deployment } from "./deployment.ts";
import { listen } from "./listen.ts";
import type { Access } from "./server.ts";

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

  /** Opens a page there, in a tab of its own. What it returns runs scripts. */
  async open(context: BrowserContext, place: Place, cookies: string[] = []): Promise<Frame> {
    const page = await context.newPage();
    const query = new URLSearchParams(cookies.map((cookie) => ["set-cookie", cookie]));
    const origins: Record<Place, string> = {
      "a sibling": this.sibling,
      "another site": `${this.#scheme}://attacker.elsewhere.test`,
      "a sandboxed frame": this.sibling,
      "plain http": "http://evil.example.test",
    };
    await page.goto(`${origins[place]}/?${query}`);
    return place === "a sandboxed frame" ? sandboxed(page) : page.mainFrame();
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
  /** The refusal's code; a page of another origin cannot read it, so the same request is sent again to ask. */
  readonly code: string | undefined;
  /** Whether the browser sent the session's cookie along. */
  readonly withCookie: boolean;
}

/** Runs an attack and reports what the server logged of it, together with what the browser sent. */
export async function outcomes(
  context: BrowserContext,
  deployment: Deployment,
  attack: () => Promise<unknown>,
): Promise<Outcome[]> {
  const { server } = deployment;
  const start = server.accesses().length;
  const tabs = context.pages().length;
  const sent: Request[] = [];
  const watch = (request: Request) => {
    if (request.url().startsWith(`${deployment.apiOrigin}/api/`)) sent.push(request);
  };
  context.on("request", watch);
  try {
    await attack();
    await expect.poll(() => server.accesses().length, { intervals: [20] }).toBeGreaterThan(start);
    const seen = server.accesses().slice(start);
    return await Promise.all(seen.map((access) => outcome(access, sent, deployment)));
  } finally {
    context.off("request", watch);
    for (const tab of context.pages().slice(tabs)) await tab.close();
  }
}

async function outcome(
  { method, path, status }: Access,
  sent: Request[],
  deployment: Deployment,
): Promise<Outcome> {
  const request = sent.find((one) => one.method() === method && new URL(one.url()).pathname === path);
  const all = Object.entries((await request?.allHeaders()) ?? {});
  const headers = Object.fromEntries(
    all.filter(([name]) => !/^:|^(host|content-length|connection|accept-encoding)$/.test(name)),
  );
  let code: string | undefined;
  if (request && status >= 400) {
    const body = request.postData();
    const again = await deployment.ask(path, { method, headers, ...(body === null ? {} : { body }) });
    code = again.status === status ? JSON.parse(again.body).code : `${again.status} the second time`;
  }
  return {
    request: `${method} ${path}`,
    status,
    code,
    withCookie: `; ${headers.cookie ?? ""}`.includes(`; ${deployment.setup.cookie.name}=`),
  };
}
