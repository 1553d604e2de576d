import { createServer, type IncomingMessage } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLatchkey, type Latchkey, type LatchkeyOptions } from "../src/index.js";
import { joinLatchkey } from "../src/latchkey.js";
import { janesLogin, noLogin, settled, T0, Tab } from "./browser.js";

// A real server that answers as nginx does in front of a backend which knows nothing of sessions: its own HTML.
const page = (status: number) =>
  `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`;

let server: ReturnType<typeof createServer>;
let origin: string;
let alive: boolean;
let session: object;
let report: (request: IncomingMessage) => [number, string];
let asked: string[];
let clients: Latchkey[];

beforeEach(async () => {
  alive = true;
  asked = [];
  clients = [];
  session = janesLogin;
  report = () => (alive ? [200, '{"saved":true}'] : [401, page(401)]);
  server = createServer((request, response) => {
    const route = `${request.method} ${request.url}`;
    asked.push(route);
    const answer = (status: number, body: string, type = "application/json") =>
      response.writeHead(status, { "Content-Type": type }).end(body);
    if (route === "GET /api/getsession") {
      answer(200, JSON.stringify(alive ? session : noLogin("revoked")));
    } else if (route === "POST /api/login") {
      alive = true;
      answer(200, JSON.stringify(janesLogin));
    } else {
      const [status, body] = report(request);
      answer(status, body, body.startsWith("<") ? "text/html" : "application/json");
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterEach(() => {
  for (const client of clients) client.close();
  server.close();
});

function open(options: LatchkeyOptions = {}): Latchkey {
  const tab = new Tab();
  tab.window.location.href = `${origin}/user`;
  const latchkey = joinLatchkey(
    { bootstrap: janesLogin, ...options },
    tab.world({ fetch: (input, init) => fetch(input, init), now: () => T0 }),
  );
  latchkey.subscribe(() => {});
  clients.push(latchkey);
  return latchkey;
}
const times = (route: string) => asked.filter((each) => each === route).length;
const save = { method: "POST", body: "what was typed" };

/** Until the client has said what it knows. */
const until = (latchkey: Latchkey, status: string) =>
  new Promise<void>((resolve) => {
    latchkey.subscribe((state) => state.status === status && resolve());
  });

describe("a 401 in words that are not Latchkey's", () => {
  it("makes the client ask, and the state follows with the server's reason", async () => {
    const latchkey = open();
    alive = false;
    const response = await latchkey.fetch("/reports/todos");
    expect([response.status, await response.text()]).toEqual([401, page(401)]);
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "revoked", by: "server" });
  });
  it("with replay waits for the login, and is then sent once more, as it was", async () => {
    const latchkey = open({ replay: true });
    alive = false;
    const saved = latchkey.fetch("/reports/todos", save);
    await until(latchkey, "loggedOut");
    await latchkey.login({ username: "jane", password: "right" });
    expect(await (await saved).json()).toEqual({ saved: true });
    expect(times("POST /reports/todos")).toBe(2);
  });
  it("of a login that is still good is the backend's own matter: returned, and not repeated", async () => {
    const latchkey = open({ replay: true });
    report = () => [401, page(401)];
    expect((await latchkey.fetch("/reports/todos", save)).status).toBe(401);
    expect([latchkey.state.status, times("POST /reports/todos")]).toEqual(["loggedIn", 1]);
  });
  it("met on the way of a remembered browser that is back by now is sent once more", async () => {
    const latchkey = open({ replay: true });
    alive = false;
    report = () => {
      if (!alive) {
        // The page's own question brings the browser back, with another session.
        alive = true;
        session = { ...janesLogin, session: { ...janesLogin.session, id: "s2", remembered: true } };
        return [401, page(401)];
      }
      return [200, '{"saved":true}'];
    };
    expect((await latchkey.fetch("/reports/todos", save)).status).toBe(200);
    expect(latchkey.state).toMatchObject({ status: "loggedIn", session: { id: "s2" } });
  });
  it.each(['{"error":"no"}', '{"code":"token_expired","reason":"expired"}', "", "null", '"no"'])(
    "is one too as JSON of another make: %s",
    async (body) => {
      const latchkey = open();
      report = () => [401, body];
      await latchkey.fetch("/reports/todos");
      expect([latchkey.state.status, times("GET /api/getsession")]).toEqual(["loggedIn", 1]);
      alive = false;
      await latchkey.fetch("/reports/todos");
      expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "revoked" });
    },
  );
  it("during an outage of the server logs nobody out", async () => {
    const latchkey = open();
    report = () => [401, page(401)];
    server.close();
    server.closeAllConnections();
    await latchkey.getSession();
    expect(latchkey.state).toMatchObject({ status: "unavailable", last: { status: "loggedIn" } });
  });
  it("met by many at once does not ask for each", async () => {
    const latchkey = open();
    alive = false;
    await Promise.all(Array.from({ length: 10 }, () => latchkey.fetch("/reports/todos")));
    expect(times("GET /api/getsession")).toBeLessThan(4);
    expect(latchkey.state.status).toBe("loggedOut");
  });
});

describe("any other answer of a middleman", () => {
  it.each([403, 404, 500, 502, 503])(
    "%i as HTML is returned, and says nothing of the login",
    async (status) => {
      const latchkey = open({ replay: true, reauthenticate: async () => true });
      report = () => [status, page(status)];
      expect((await latchkey.fetch("/reports/todos", save)).status).toBe(status);
      expect([latchkey.state.status, asked]).toEqual(["loggedIn", ["POST /reports/todos"]]);
    },
  );
});

describe("an answer that another library got", () => {
  it.each([
    ["as it is", () => ({ status: 401 })],
    ["with its address", () => ({ status: 401, url: `${origin}/reports/todos` })],
    ["with a relative one", () => ({ status: 401, url: "/reports/todos" })],
    ["as Angular has it without an address", () => ({ status: 401, url: null })],
  ])("a 401 heard of %s makes the state follow", async (_, heard) => {
    const latchkey = open();
    alive = false;
    expect(await latchkey.hear(heard())).toMatchObject({ status: "loggedOut", reason: "revoked" });
  });
  it.each([200, 403, 500, 503])("a %i is no reason to ask", async (status) => {
    await open().hear({ status });
    expect(asked).toEqual([]);
  });
  it("nor is a 401 of somebody else", async () => {
    await open().hear({ status: 401, url: "https://elsewhere.example/x" });
    expect(asked).toEqual([]);
  });
  it("older than a login made since does not end it: the server is asked, not the answer believed", async () => {
    const latchkey = open();
    await latchkey.login({ username: "jane", password: "right" });
    expect((await latchkey.hear({ status: 401 })).status).toBe("loggedIn");
  });
});

it("an API that is down, or refuses this origin, is told apart for whoever builds the app", async () => {
  const tab = new Tab().answer("GET /api/getsession", () => new TypeError("Failed to fetch"));
  const latchkey = tab.open({ baseUrl: "http://localhost:5150" });
  await settled();
  await tab.elapse();
  expect(tab.warnings).toEqual([expect.stringMatching(/localhost:5150 is down, or .*spa-origins/)]);
  latchkey.close();
});

it("an outage of one's own origin is no riddle, and one that has an answer neither", async () => {
  const tab = new Tab().answer("GET /api/getsession", () => new TypeError("Failed to fetch"));
  tab.open();
  const far = new Tab().answer("GET /api/getsession", () => new Response("", { status: 502 }));
  far.open({ baseUrl: "https://api.example" });
  await settled();
  expect([tab.warnings, far.warnings]).toEqual([[], []]);
});

it("the client is the same that the package gives", () => {
  expect(createLatchkey({ baseUrl: origin }).state.status).toBe("unknown");
});
