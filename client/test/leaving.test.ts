import { describe, expect, it } from "vitest";
import type { State } from "../src/index.js";
import { type FakeChannel, janesLogin, json, noLogin, problem, settled, Tab } from "./browser.js";

const bob = { ...janesLogin, user: { id: "u2", username: "bob", name: "Bob" } };
const down = () => new TypeError("down");

/** Somebody logs out while the server cannot be told. */
async function leaving({ others = new Set<FakeChannel>(), answer = down as () => Response | Error } = {}) {
  const tab = new Tab(others)
    .answer("POST /api/logout", answer)
    .answer("GET /api/getsession", answer)
    .answer("POST /api/login", () => json(janesLogin));
  const latchkey = tab.open({ bootstrap: janesLogin });
  await latchkey.logout().catch(() => {});
  const back = (session: unknown = janesLogin) => {
    tab
      .answer("POST /api/logout", () => json({ logout: true }))
      .answer("GET /api/getsession", () => json(session));
  };
  return { tab, latchkey, back };
}
const isLoggingOut = (state: State) =>
  (state.status === "unavailable" ? state.last : state) as { loggingOut?: boolean } | undefined;

describe("a logout that the server could not be told", () => {
  it.each([
    ["no answer", down],
    ["502 of a proxy", () => new Response("<h1>502</h1>", { status: 502 })],
    ["503", () => problem(503, "store_unavailable")],
    ["500", () => problem(500, "internal_error")],
  ])("after %s is told by itself when the server is back", async (_, answer) => {
    const { tab, latchkey, back } = await leaving({ answer });
    expect(latchkey.state).toMatchObject({ status: "loggedIn", loggingOut: true });
    back();
    await tab.elapse();
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "logged_out", by: "thisTab" });
    expect([tab.asked("/api/logout"), tab.timers]).toEqual([2, []]);
  });
  it("is said for as long as the outage lasts, and tried again with growing pauses", async () => {
    const { tab, latchkey } = await leaving();
    const pauses: (number | undefined)[] = [];
    for (let i = 0; i < 4; i++) {
      pauses.push(tab.timers.at(-1)?.ms);
      tab.timers.splice(0, tab.timers.length - 1);
      await tab.elapse();
      expect(isLoggingOut(latchkey.state)?.loggingOut).toBe(true);
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
  });
  it("is tried again from a tab that nobody looks at", async () => {
    const { tab, latchkey, back } = await leaving();
    back();
    await tab.becomes("hidden");
    await tab.elapse();
    expect(latchkey.state.status).toBe("loggedOut");
  });
  it("that did reach it is a logout, not a loss", async () => {
    const { tab, latchkey, back } = await leaving();
    back(noLogin("logged_out"));
    await tab.elapse();
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "logged_out", by: "thisTab" });
  });
  it("does not hide that the login was stolen meanwhile", async () => {
    const { tab, latchkey, back } = await leaving();
    back(noLogin("stolen"));
    await tab.elapse();
    expect(latchkey.state).toMatchObject({ reason: "stolen", by: "server" });
  });
  it("never logs out another person who logged in since", async () => {
    const { tab, latchkey, back } = await leaving();
    back(bob);
    await tab.elapse();
    expect(latchkey.state).toMatchObject({ status: "loggedIn", user: { username: "bob" } });
    expect([isLoggingOut(latchkey.state)?.loggingOut, tab.asked("/api/logout")]).toEqual([undefined, 1]);
  });
  it("is taken back by a new login, here or in another tab, and by staying", async () => {
    const others = new Set<FakeChannel>();
    for (const act of ["login", "elsewhere", "stay"]) {
      const { tab, latchkey, back } = await leaving({ others });
      back();
      tab.answer("GET /api/data", () => json({}));
      if (act === "login") await latchkey.login({ username: "jane", password: "right" });
      if (act === "stay") await latchkey.stay();
      if (act === "elsewhere")
        for (const channel of others) channel.onmessage?.({ data: "login" } as MessageEvent);
      await settled();
      expect([act, latchkey.state.status, tab.asked("/api/logout")]).toEqual([act, "loggedIn", 1]);
      expect(isLoggingOut(latchkey.state)?.loggingOut).not.toBe(true);
      latchkey.close();
    }
  });
  it("during an outage that was known already is said as well, and taken back as well", async () => {
    const tab = new Tab()
      .answer("GET /api/getsession", down)
      .answer("POST /api/logout", down)
      .answer("GET /api/data", down);
    const latchkey = tab.open({ bootstrap: janesLogin });
    await latchkey.getSession();
    await latchkey.logout().catch(() => {});
    expect(latchkey.state).toMatchObject({ status: "unavailable", last: { loggingOut: true } });
    await latchkey.stay().catch(() => {});
    expect(latchkey.state).toMatchObject({ status: "unavailable", last: { loggingOut: false } });
    tab.answer("GET /api/getsession", () => json(janesLogin));
    await tab.elapse();
    expect([latchkey.state.status, tab.asked("/api/logout")]).toEqual(["loggedIn", 1]);
  });
  it("survives the browser's page cache", async () => {
    const { tab, latchkey, back } = await leaving();
    tab.hide();
    back();
    await tab.show();
    expect(latchkey.state).toMatchObject({ status: "loggedOut", by: "thisTab" });
  });
  it("outlasts requests that are answered meanwhile", async () => {
    const { tab, latchkey, back } = await leaving();
    tab.answer("GET /api/data", () => json({}, 200, { "Latchkey-Expires-In": "3600" }));
    await latchkey.fetch("/api/data");
    back();
    while (tab.timers.length && latchkey.state.status === "loggedIn") await tab.elapse();
    expect(latchkey.state.status).toBe("loggedOut");
  });
  it.each([
    [403, "origin_rejected"],
    [429, "throttled"],
  ])("refused with %i %s is not tried again: it would be refused again", async (status, code) => {
    const { tab, latchkey } = await leaving({ answer: () => problem(status, code) });
    expect(isLoggingOut(latchkey.state)?.loggingOut).toBeUndefined();
    expect(tab.timers).toHaveLength(1); // that of the login's end
  });
  it("reaches the other tabs once it is done", async () => {
    const others = new Set<FakeChannel>();
    const { tab, back } = await leaving({ others });
    const there = new Tab(others).answer("GET /api/getsession", () => json(noLogin("logged_out")));
    const other = there.open({ bootstrap: janesLogin });
    back();
    await tab.elapse();
    expect(other.state).toMatchObject({ status: "loggedOut", by: "otherTab" });
  });
});
