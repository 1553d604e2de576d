import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFakeServer, fakeLatchkey, handlers } from "../src/testing.js";
import { janesLogin } from "./browser.js";

const jane = janesLogin.user;

describe("a fake client", () => {
  it("is logged out, or logged in as whoever the test says, at once", () => {
    expect(fakeLatchkey().state).toMatchObject({ status: "loggedOut", reason: "none" });
    expect(fakeLatchkey({ user: jane, session: { remembered: true } }).state).toMatchObject({
      status: "loggedIn",
      user: jane,
      session: { remembered: true },
    });
  });
  it("logs in and out as the real one, and refuses in its words", async () => {
    const latchkey = fakeLatchkey();
    await expect(latchkey.login({ username: "jane", password: "wrong" })).rejects.toMatchObject({
      code: "bad_credentials",
    });
    await latchkey.login({ username: "jane", password: "right" });
    expect(latchkey.state).toMatchObject({ status: "loggedIn", user: { username: "jane" } });
    await latchkey.logout();
    expect(latchkey.state).toMatchObject({ status: "loggedOut", by: "thisTab" });
  });
  it("knows the accounts it is given", async () => {
    const latchkey = fakeLatchkey({ accounts: [{ user: jane, password: "secret" }] });
    await expect(latchkey.login({ username: "jane", password: "right" })).rejects.toMatchObject({
      status: 401,
    });
    expect((await latchkey.login({ username: "jane", password: "secret" })).user).toEqual(jane);
  });
  it("loses its login, its freshness and its server when the test says so", async () => {
    const latchkey = fakeLatchkey({ user: jane });
    latchkey.server.makeStale();
    await expect(latchkey.endOtherSessions()).rejects.toMatchObject({ code: "reauthentication_required" });
    await latchkey.reauthenticate("right");
    expect(await latchkey.endOtherSessions()).toBe(0);
    latchkey.server.goDown();
    await latchkey.getSession();
    expect(latchkey.state).toMatchObject({ status: "unavailable", code: "store_unavailable" });
    latchkey.server.goDown(false);
    latchkey.server.end("idle_expired");
    await latchkey.getSession();
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "idle_expired" });
  });
  it("leaves other requests to the fetch it is given", async () => {
    const latchkey = fakeLatchkey({ user: jane, fetch: async () => new Response("mine") });
    expect(await (await latchkey.fetch("/api/notes")).text()).toBe("mine");
    expect((await fakeLatchkey().fetch("/api/notes")).status).toBe(404);
  });
});

describe("handlers for MSW", () => {
  const fake = createFakeServer({ user: jane });
  const server = setupServer(
    ...handlers(http, fake),
    http.get("https://app.example/api/notes", () => HttpResponse.json([1])),
  );
  beforeAll(() => server.listen());
  afterAll(() => server.close());

  it("answer Latchkey's own routes, and leave the app's", async () => {
    const ask = async (path: string) => (await fetch(`https://app.example/api${path}`)).json();
    expect(await ask("/getsession")).toMatchObject({ login: true, user: jane });
    expect(await ask("/notes")).toEqual([1]);
    fake.end("revoked");
    expect(await ask("/data")).toMatchObject({ code: "session_ended", reason: "revoked" });
  });
});
