import axios from "axios";
import createClient from "openapi-fetch";
import { describe, expect, it } from "vitest";
import { janesLogin, json, noLogin, problem, settled, Tab } from "./browser.js";

const tabWith = (answer: () => Response) =>
  new Tab().answer("POST /api/note", answer).answer("GET /api/note", answer);
const ended = () => problem(401, "session_expired", { reason: "expired" });

describe("fetch", () => {
  it("is one that takes what the browser's takes", async () => {
    const tab = tabWith(() => json({ ok: true }));
    const { fetch: own } = tab.open({ bootstrap: janesLogin });
    const like: typeof fetch = own;
    for (const address of [
      "/api/note",
      "https://app.example/api/note",
      new URL("https://app.example/api/note"),
      new Request("https://app.example/api/note"),
    ]) {
      expect((await like(address)).status).toBe(200);
    }
    expect(new Set(tab.requests.map(({ url }) => url))).toEqual(new Set(["https://app.example/api/note"]));
  });
  it("sends a Request with its method, headers and body, and what the API needs beside", async () => {
    const tab = tabWith(() => json({}));
    tab.csrfMeta = "t1";
    const request = new Request("https://api.example/api/note", {
      method: "POST",
      body: "typed",
      headers: { "X-Mine": "1" },
    });
    await tab
      .open({ bootstrap: janesLogin, baseUrl: "https://api.example" })
      .fetch(request, { passive: true });
    const [sent] = tab.requests;
    expect(["X-Mine", "X-CSRFToken", "Latchkey-Passive"].map((name) => sent?.header(name))).toEqual([
      "1",
      "t1",
      "1",
    ]);
    expect([await sent?.sent?.text(), sent?.init.credentials]).toEqual(["typed", "include"]);
  });
  it("leaves a Request that wants no cookies without", async () => {
    const tab = tabWith(() => json({}));
    const request = new Request("https://app.example/api/note", { credentials: "omit" });
    await tab.open({ bootstrap: janesLogin }).fetch(request);
    expect(tab.requests[0]?.init.credentials).toBe("omit");
  });
  it("sends a Request of another origin as it is", async () => {
    const tab = new Tab().answer("GET /x", ended);
    const latchkey = tab.open({ bootstrap: janesLogin });
    await latchkey.fetch(new Request("https://elsewhere.example/x"));
    expect([tab.requests[0]?.init, latchkey.state.status]).toEqual([{}, "loggedIn"]);
  });
  it("sends a Request once more after the login, with the same body", async () => {
    let over = true;
    const tab = tabWith(() => (over ? ended() : json({ saved: true }))).answer("POST /api/login", () => {
      over = false;
      return json(janesLogin);
    });
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const request = new Request("https://app.example/api/note", { method: "POST", body: "typed" });
    const saved = latchkey.fetch(request);
    await settled();
    await latchkey.login({ username: "jane", password: "right" });
    expect((await saved).status).toBe(200);
    const bodies = tab.requests.filter(({ url }) => url.endsWith("/note")).map(({ sent }) => sent?.text());
    expect(await Promise.all(bodies)).toEqual(["typed", "typed"]);
  });
  it("gives up on a Request whose own signal says so", async () => {
    const giveUp = new AbortController();
    const latchkey = tabWith(ended).open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch(new Request("https://app.example/api/note", { signal: giveUp.signal }));
    await settled();
    giveUp.abort();
    await expect(saved).rejects.toMatchObject({ name: "AbortError" });
  });
  it("serves axios", async () => {
    const tab = tabWith(() => json({ ok: true }));
    const { fetch } = tab.open({ bootstrap: janesLogin });
    const client = axios.create({ baseURL: "https://app.example", adapter: "fetch", env: { fetch } });
    expect((await client.post("/api/note", { text: "typed" })).data).toEqual({ ok: true });
    expect(tab.requests[0]?.url).toBe("https://app.example/api/note");
  });
  it("serves openapi-fetch", async () => {
    const tab = tabWith(() => json({ ok: true }));
    const { fetch } = tab.open({ bootstrap: janesLogin });
    const client = createClient<{
      "/api/note": { get: { responses: { 200: { content: { "application/json": object } } } } };
    }>({
      baseUrl: "https://app.example",
      fetch,
    });
    expect((await client.GET("/api/note")).data).toEqual({ ok: true });
  });
});

describe("json", () => {
  it.each([[{ a: 1 }], [[1, 2]], [0], [false], ["text"]])("gives what was answered: %j", async (body) => {
    const latchkey = tabWith(() => json(body)).open({ bootstrap: janesLogin });
    expect(await latchkey.json("/api/note")).toEqual(body);
  });
  it("gives nothing where there is nothing", async () => {
    const latchkey = tabWith(() => new Response(null, { status: 204 })).open({ bootstrap: janesLogin });
    expect(await latchkey.json<void>("/api/note")).toBeUndefined();
  });
  it("throws a refusal with its code, status and pause", async () => {
    const refused = () => json({ code: "throttled", detail: "slowly" }, 429, { "Retry-After": "7" });
    const latchkey = tabWith(refused).open({ bootstrap: janesLogin });
    await expect(latchkey.json("/api/note")).rejects.toMatchObject({
      code: "throttled",
      status: 429,
      retryAfter: 7,
      message: "slowly",
    });
  });
  it.each([
    ["a page instead of JSON", () => new Response("<h1>hello</h1>"), "unexpected_answer", 200],
    ["a code of the app's own", () => json({ code: "sold_out" }, 409), "unexpected_answer", 409],
    ["a gateway without its server", () => new Response("<h1>502</h1>", { status: 502 }), "unreachable", 502],
  ])("throws for %s", async (_, answer, code, status) => {
    const latchkey = tabWith(answer).open({ bootstrap: janesLogin });
    await expect(latchkey.json("/api/note")).rejects.toMatchObject({ code, status });
  });
  it("throws unreachable when nobody answers, and the caller's own abort as it is", async () => {
    const latchkey = new Tab()
      .answer("GET /api/note", () => new TypeError("down"))
      .answer("GET /api/slow", () => Object.assign(new Error("aborted"), { name: "AbortError" }))
      .open({ bootstrap: janesLogin });
    await expect(latchkey.json("/api/note")).rejects.toMatchObject({ code: "unreachable", status: 0 });
    await expect(latchkey.json("/api/slow")).rejects.toMatchObject({ name: "AbortError" });
  });
  it("updates the state as fetch does", async () => {
    const latchkey = tabWith(ended).open({ bootstrap: janesLogin });
    await expect(latchkey.json("/api/note")).rejects.toMatchObject({ reason: "expired" });
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "expired" });
  });
});

describe("whoever wants to hear of another person", () => {
  const bob = { ...janesLogin, user: { id: "u2", username: "bob", name: "Bob" } };
  const watched = (bootstrap: unknown) => {
    const tab = new Tab()
      .answer("POST /api/login", () => json(bob))
      .answer("POST /api/logout", () => json({ logout: true }));
    const latchkey = tab.open({ bootstrap });
    const heard: (string | undefined)[][] = [];
    latchkey.onUserChange((user, before) => heard.push([before?.username, user?.username]));
    return { tab, latchkey, heard };
  };
  const password = { username: "", password: "" };

  it("hears of a login, of another person, and of the end", async () => {
    const { latchkey, heard } = watched(janesLogin);
    await latchkey.login(password);
    await latchkey.logout();
    await latchkey.login(password);
    expect(heard).toEqual([
      ["jane", "bob"],
      ["bob", undefined],
      [undefined, "bob"],
    ]);
  });
  it("hears nothing while the same person stays, of an outage, or of a page the browser kept", async () => {
    const { tab, latchkey, heard } = watched(janesLogin);
    tab.answer("GET /api/getsession", () => new TypeError("down"));
    await latchkey.getSession();
    tab.answer("GET /api/getsession", () => json(janesLogin));
    await latchkey.getSession();
    tab.hide();
    await tab.show();
    expect(heard).toEqual([]);
  });
  it("hears nothing of nobody who was never there", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => json(noLogin("none")));
    const heard: unknown[] = [];
    tab.make().onUserChange((user) => heard.push(user));
    await settled();
    expect(heard).toEqual([]);
  });
  it("hears nothing any more once it stopped", async () => {
    const tab = new Tab().answer("POST /api/login", () => json(bob));
    const latchkey = tab.open({ bootstrap: janesLogin });
    const heard: unknown[] = [];
    latchkey.onUserChange((user) => heard.push(user))();
    await latchkey.login(password);
    expect(heard).toEqual([]);
  });
});
