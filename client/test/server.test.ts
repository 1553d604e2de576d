import { createServer, type IncomingHttpHeaders } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readSession } from "../src/server.js";
import { janesLogin, noLogin, Tab } from "./browser.js";

const session = `__Host-latchkey=${"s".repeat(43)}`;
const remember = `__Host-latchkey-remember=${"a".repeat(22)}.${"b".repeat(43)}`;

let server: ReturnType<typeof createServer>;
let api: string;
let asked: { route: string; headers: IncomingHttpHeaders }[];
let answers: Record<string, [number, unknown]>;

beforeEach(async () => {
  asked = [];
  answers = { "GET /api/verify": [204, undefined], "GET /api/getsession": [200, janesLogin] };
  server = createServer((request, response) => {
    const route = `${request.method} ${request.url}`;
    asked.push({ route, headers: request.headers });
    const [status, body] = answers[route] ?? [404, { code: "not_found" }];
    const type = typeof body === "string" ? "text/html" : "application/json";
    response.writeHead(status, { "Content-Type": type });
    response.end(body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api = `http://127.0.0.1:${(server.address() as { port: number }).port}/api`;
});
afterEach(() => {
  vi.restoreAllMocks();
  server.close();
});
const userAgent = "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0";
const read = (cookie: string | undefined, more = {}) => readSession({ api, cookie, userAgent, ...more });
const ended = (reason: string): [number, unknown] => [401, { code: "session_ended", reason }];

describe("what a server can tell of a visitor", () => {
  it("is the login", async () => {
    expect(await read(`theme=dark; ${session}`)).toEqual({ status: "loggedIn", ...janesLogin });
  });
  it("is nothing asked for a visitor without cookies", async () => {
    for (const cookie of [undefined, "", "theme=dark; lang=en"]) {
      expect(await read(cookie)).toEqual({ status: "loggedOut", login: false, reason: "none", by: "start" });
    }
    expect(asked).toEqual([]);
  });
  it.each(["revoked", "idle_expired", "stolen", "unknown"])("is why there is none: %s", async (reason) => {
    answers["GET /api/verify"] = ended(reason);
    expect(await read(session)).toMatchObject({ status: "loggedOut", login: false, reason });
  });
  it("is that it ended between two questions", async () => {
    answers["GET /api/getsession"] = [200, noLogin("revoked")];
    expect(await read(session)).toMatchObject({ login: false, reason: "revoked" });
  });
  it.each([
    ["503", [503, { code: "store_unavailable" }], "store_unavailable"],
    ["an address the API does not answer to", [421, { code: "misdirected_request" }], "misdirected_request"],
    ["a gateway's page", [502, "<h1>502</h1>"], "unreachable"],
    ["a 401 of somebody else", [401, "<h1>401</h1>"], "unexpected_answer"],
    ["a redirect", [302, ""], "unexpected_answer"],
  ] as const)("is an outage, and no logout, for %s", async (_, answer, code) => {
    answers["GET /api/verify"] = [...answer];
    expect(await read(session)).toEqual({ status: "unavailable", unavailable: true, code, last: undefined });
  });
  it("is an outage when nobody answers, or not in time", async () => {
    expect(await readSession({ api: "http://127.0.0.1:9/api", cookie: session, userAgent })).toMatchObject({
      unavailable: true,
      code: "unreachable",
    });
    const never = (_: unknown, init?: RequestInit) =>
      new Promise<Response>((_resolve, reject) =>
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)),
      );
    expect(await read(session, { fetch: never, timeout: 1 })).toMatchObject({ code: "unreachable" });
  });
});

describe("a remembered browser", () => {
  it("is never brought back: its token is not even sent", async () => {
    await read(`${remember}; ${session}`);
    expect(asked.map(({ route }) => route)).toEqual(["GET /api/verify", "GET /api/getsession"]);
    expect(asked.map(({ headers }) => headers.cookie)).toEqual([session, session]);
  });
  it("without a session is not called logged out: its page asks", async () => {
    expect(await read(remember)).toEqual({ status: "unknown" });
    expect(asked).toEqual([]);
    answers["GET /api/verify"] = ended("idle_expired");
    const view = await read(`${session}; ${remember}`);
    expect(view).toEqual({ status: "unknown" });
    const latchkey = new Tab().make();
    latchkey.hydrate(view);
    expect(latchkey.state).toEqual({ status: "unknown" });
  });
  it("whose token was stolen is told so", async () => {
    answers["GET /api/verify"] = ended("stolen");
    expect(await read(`${session}; ${remember}`)).toMatchObject({ reason: "stolen" });
  });
});

describe("the question", () => {
  it("is no activity, tells the visitor's browser, and is kept by no cache", async () => {
    let kept: RequestCache | undefined;
    const headers = new Headers({ cookie: session, "user-agent": userAgent });
    const seen: typeof fetch = (input, init) => {
      kept = init?.cache;
      return fetch(input, init);
    };
    await readSession({ api: `${api}/`, headers, address: "203.0.113.9", fetch: seen });
    expect(asked[0]?.headers).toMatchObject({
      cookie: session,
      "user-agent": userAgent,
      "latchkey-passive": "1",
      "x-forwarded-for": "203.0.113.9",
    });
    expect(kept).toBe("no-store");
  });
  it("reads Node's own headers too", async () => {
    const headers = { cookie: session, "user-agent": userAgent, "set-cookie": ["x"] };
    expect(await readSession({ api, headers })).toMatchObject({ login: true });
    expect(asked[0]?.headers["user-agent"]).toBe(userAgent);
  });
  it("without the visitor's User-Agent warns of what that can do, once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await readSession({ api, cookie: session });
    await readSession({ api, cookie: session });
    expect(warn.mock.calls).toEqual([[expect.stringContaining("pass headers, or userAgent")]]);
  });
});

it("what was read is what the page begins with", async () => {
  const latchkey = new Tab().make({ bootstrap: JSON.parse(JSON.stringify(await read(session))) });
  expect(latchkey.state).toEqual({ status: "loggedIn", user: janesLogin.user, session: janesLogin.session });
});
