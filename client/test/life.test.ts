import { describe, expect, it } from "vitest";
import type { State } from "../src/index.js";
import type { World } from "../src/world.js";
import { type FakeChannel, janesLogin, json, later, noLogin, problem, settled, T0, Tab } from "./browser.js";

const password = "correct horse battery staple";
const stale = { ...janesLogin, session: { ...janesLogin.session, fresh: false } };
const bobsLogin = { ...janesLogin, user: { id: "u2", username: "bob", name: "Bob" } };
const ended = (reason = "idle_expired") => problem(401, "session_expired", { reason });
const needsPassword = () => problem(403, "reauthentication_required");

/** A tab whose clock the test turns, and whose session the server says has so many seconds left. */
class TimedTab extends Tab {
  time = T0;
  left: number | undefined = 3600;
  constructor(others?: Set<FakeChannel>) {
    super(others);
    this.bootstrapText = JSON.stringify(janesLogin);
    for (const route of ["GET /api/getsession", "GET /api/data", "GET /api/poll"]) {
      this.answer(route, () => this.said(janesLogin));
    }
  }
  said(body: unknown): Response {
    return json(body, 200, this.left === undefined ? {} : { "Latchkey-Expires-In": `${this.left}` });
  }
  override world(more: Partial<World> = {}) {
    return super.world({ now: () => this.time, ...more });
  }
  /** Time passes until the pending timer fires. */
  override async elapse(): Promise<void> {
    this.time += this.timers[0]?.ms ?? 0;
    await super.elapse();
  }
  /** Until the warning: the page's own reckoning makes it ask, and the server says how long is left. */
  async untilWarned(left = 120): Promise<void> {
    this.left = left;
    await this.elapse();
  }
}
const endsAt = (state: State) => (state.status === "loggedIn" ? state.endsAt : "not logged in");

describe("staying logged in", () => {
  it("is asked for with the login, and only when wanted", async () => {
    const tab = new Tab().answer("POST /api/login", () => json(janesLogin));
    const latchkey = tab.open({ bootstrap: noLogin("none") });
    await latchkey.login({ username: "jane", password, remember: true });
    await latchkey.login({ username: "jane", password });
    expect(tab.requests.map(({ init }) => JSON.parse(init.body as string).remember)).toEqual([
      true,
      undefined,
    ]);
  });
  it("shows as remembered and not fresh when the browser came back", () => {
    const session = { ...janesLogin.session, remembered: true, fresh: false };
    expect(new Tab().open({ bootstrap: { ...janesLogin, session } }).state).toMatchObject({
      session: { remembered: true, fresh: false },
    });
  });
});

describe("proving the password again", () => {
  it("makes the login fresh and tells the other tabs to ask", async () => {
    const others = new Set<FakeChannel>();
    const tab = new Tab(others).answer("POST /api/reauthenticate", () => json(janesLogin));
    const there = new Tab(others).answer("GET /api/getsession", () => json(janesLogin));
    const latchkey = tab.open({ bootstrap: stale });
    const other = there.open({ bootstrap: stale });
    await latchkey.reauthenticate(password);
    await settled();
    expect(JSON.parse(tab.requests[0]?.init.body as string)).toEqual({ password });
    expect([latchkey.state, other.state]).toMatchObject([
      { session: { fresh: true } },
      { session: { fresh: true } },
    ]);
  });
  it.each([
    [401, "bad_credentials"],
    [429, "throttled"],
    [503, "busy"],
  ])("refused with %i %s throws that and is no logout", async (status, code) => {
    const tab = new Tab().answer("POST /api/reauthenticate", () =>
      json({ code }, status, { "Retry-After": "7" }),
    );
    const latchkey = tab.open({ bootstrap: stale });
    const before = latchkey.state;
    await expect(latchkey.reauthenticate("guess")).rejects.toMatchObject({ code, retryAfter: 7 });
    expect(latchkey.state).toBe(before);
  });
  it("finds out that the session is over, and why", async () => {
    const tab = new Tab().answer("POST /api/reauthenticate", () => ended("revoked"));
    const latchkey = tab.open({ bootstrap: stale });
    await expect(latchkey.reauthenticate(password)).rejects.toMatchObject({ reason: "revoked" });
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "revoked", by: "server" });
  });
});

describe("an act that needs the password again", () => {
  const guarded = (fresh = { yes: false }) =>
    new Tab()
      .answer("POST /api/act", () => (fresh.yes ? json({ done: true }) : needsPassword()))
      .answer("DELETE /api/sessions", () => (fresh.yes ? json({ ended: 2 }) : needsPassword()))
      .answer("POST /api/reauthenticate", () => {
        fresh.yes = true;
        return json(janesLogin);
      });

  it("goes on by itself once it was proven", async () => {
    const tab = guarded();
    const latchkey = tab.open({
      bootstrap: stale,
      reauthenticate: () => latchkey.reauthenticate(password).then(() => true),
    });
    const response = await latchkey.fetch("/api/act", { method: "POST", body: "{}" });
    expect([response.status, tab.asked("/api/act")]).toEqual([200, 2]);
    expect(tab.requests.at(-1)?.init.body).toBe("{}");
  });
  it("that waits with others asks once for all of them", async () => {
    let asked = 0;
    const tab = guarded();
    const latchkey = tab.open({
      bootstrap: stale,
      reauthenticate: () => {
        asked++;
        return latchkey.reauthenticate(password).then(() => true);
      },
    });
    const act = () => latchkey.fetch("/api/act", { method: "POST" });
    const answers = await Promise.all([act(), act(), latchkey.endOtherSessions()]);
    expect([answers[0].status, answers[1].status, answers[2], asked]).toEqual([200, 200, 2, 1]);
  });
  it("refused after the proof was made by another goes on without asking", async () => {
    const slow = later();
    let first = true;
    const tab = guarded().answer("POST /api/slow", () => {
      if (!first) return json({ done: true });
      first = false;
      return slow.response;
    });
    let asked = 0;
    const latchkey = tab.open({
      bootstrap: stale,
      reauthenticate: async () => {
        asked++;
        return true;
      },
    });
    const act = latchkey.fetch("/api/slow", { method: "POST" });
    await latchkey.reauthenticate(password);
    slow.arrive(needsPassword());
    expect([(await act).status, asked]).toEqual([200, 0]);
  });
  it("is not done when the person would rather not", async () => {
    const tab = guarded();
    const latchkey = tab.open({ bootstrap: stale, reauthenticate: async () => false });
    await expect(latchkey.endOtherSessions()).rejects.toMatchObject({ code: "reauthentication_required" });
    expect([(await latchkey.fetch("/api/act", { method: "POST" })).status, tab.asked("/api/act")]).toEqual([
      403, 1,
    ]);
  });
  it("is not asked about for ever when the proof does not help", async () => {
    const tab = new Tab().answer("POST /api/act", needsPassword);
    const latchkey = tab.open({ bootstrap: stale, reauthenticate: async () => true });
    expect((await latchkey.fetch("/api/act", { method: "POST" })).status).toBe(403);
    expect(tab.asked("/api/act")).toBe(2);
  });
  it("is returned as it is where nobody can ask", async () => {
    const tab = guarded();
    expect((await tab.open({ bootstrap: stale }).fetch("/api/act", { method: "POST" })).status).toBe(403);
  });
  it("with a stream for a body is returned as it is: a stream can be read once", async () => {
    const tab = guarded();
    const latchkey = tab.open({ bootstrap: stale, reauthenticate: async () => true });
    const body = new Blob(["x"]).stream();
    expect((await latchkey.fetch("/api/act", { method: "POST", body })).status).toBe(403);
    expect(tab.asked("/api/act")).toBe(1);
  });
});

describe("changing the password", () => {
  const change = { current: password, new: "a much better password" };
  it("sends both and takes over the new login", async () => {
    const tab = new Tab().answer("POST /api/password", () => json(janesLogin));
    const latchkey = tab.open({ bootstrap: stale });
    await latchkey.changePassword(change);
    expect(JSON.parse(tab.requests[0]?.init.body as string)).toEqual(change);
    expect(latchkey.state).toMatchObject({ session: { fresh: true } });
  });
  it("proves the current one by itself where that is needed, for it was typed already", async () => {
    let fresh = false;
    const tab = new Tab()
      .answer("POST /api/password", () => (fresh ? json(janesLogin) : needsPassword()))
      .answer("POST /api/reauthenticate", () => {
        fresh = true;
        return json(janesLogin);
      });
    const latchkey = tab.open({ bootstrap: stale, reauthenticate: () => Promise.reject(new Error("asked")) });
    await latchkey.changePassword(change);
    expect(tab.requests.map(({ url }) => new URL(url).pathname)).toEqual([
      "/api/password",
      "/api/reauthenticate",
      "/api/password",
    ]);
  });
  it("that met the end of the session is done after the new login", async () => {
    let over = true;
    const tab = new Tab()
      .answer("POST /api/password", () => (over ? ended() : json(janesLogin)))
      .answer("POST /api/login", () => {
        over = false;
        return json(janesLogin);
      });
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const changed = latchkey.changePassword(change);
    await settled();
    await latchkey.login({ username: "jane", password });
    expect((await changed).status).toBe("loggedIn");
    expect(tab.asked("/api/password")).toBe(2);
  });
  it("tells what is wrong with which field", async () => {
    const errors = [{ field: "new", code: "too_short", message: "at least 15 characters" }];
    const tab = new Tab().answer("POST /api/password", () => problem(422, "validation_failed", { errors }));
    await expect(tab.open({ bootstrap: janesLogin }).changePassword(change)).rejects.toMatchObject({
      code: "validation_failed",
      errors,
    });
  });
});

describe("one's own sessions", () => {
  const sessions = [
    {
      id: "s1",
      device: "Chrome on Linux",
      network: "203.0.113.0/24",
      createdAt: "2026-01-01T12:00:00Z",
      lastSeenAt: "2026-01-01T12:00:00Z",
      authenticatedAt: "2026-01-01T12:00:00Z",
      remembered: false,
      current: true,
    },
  ];
  it("are listed, and a list that renews itself is no activity", async () => {
    const tab = new Tab().answer("GET /api/sessions", () => json({ sessions }));
    const latchkey = tab.open({ bootstrap: janesLogin });
    expect(await latchkey.sessions()).toEqual(sessions);
    await latchkey.sessions({ passive: true });
    expect(tab.requests.map((request) => request.header("Latchkey-Passive"))).toEqual([null, "1"]);
  });
  it("end one by one, whatever the id looks like", async () => {
    const tab = new Tab().answer("DELETE /api/sessions/a%2Fb", () => json({ ended: 1 }));
    await tab.open({ bootstrap: janesLogin }).endSession("a/b");
    expect(tab.asked("/api/sessions/a%2Fb")).toBe(1);
  });
  it("that is over already is not found", async () => {
    const tab = new Tab().answer("DELETE /api/sessions/s9", () => problem(404, "not_found"));
    await expect(tab.open({ bootstrap: janesLogin }).endSession("s9")).rejects.toMatchObject({
      code: "not_found",
    });
  });
  it("end all but this one, and the answer says how many", async () => {
    const tab = new Tab().answer("DELETE /api/sessions", () => json({ ended: 3 }));
    expect(await tab.open({ bootstrap: janesLogin }).endOtherSessions()).toBe(3);
  });
  it.each(["{}", "[]", "<h1>"])("an answer that is not the server's is no empty list: %s", async (text) => {
    const tab = new Tab().answer("GET /api/sessions", () => new Response(text));
    await expect(tab.open({ bootstrap: janesLogin }).sessions()).rejects.toMatchObject({
      code: "unexpected_answer",
    });
  });
});

describe("registration", () => {
  const rules = { registration: "open", remember: true, password: { minimumLength: 15, maximumBytes: 1024 } };
  it("says whether it is open, and the rules of passwords", async () => {
    const tab = new Tab().answer("GET /api/register", () => json(rules));
    expect(await tab.open({ bootstrap: noLogin("none") }).registration()).toEqual(rules);
  });
  it("makes a user and logs nobody in", async () => {
    const tab = new Tab().answer("POST /api/register", () =>
      json({ registered: true, user: janesLogin.user }, 201),
    );
    const latchkey = tab.open({ bootstrap: noLogin("none") });
    const user = { username: "jane", password, name: "Jane Doe" };
    expect(await latchkey.register(user)).toEqual(janesLogin.user);
    expect(JSON.parse(tab.requests[0]?.init.body as string)).toEqual(user);
    expect(latchkey.state.status).toBe("loggedOut");
  });
  it.each([
    [409, "username_unavailable"],
    [422, "validation_failed"],
    [404, "not_found"],
    [429, "throttled"],
  ])("refused with %i throws %s", async (status, code) => {
    const tab = new Tab().answer("POST /api/register", () => problem(status, code));
    const latchkey = tab.open({ bootstrap: noLogin("none") });
    await expect(latchkey.register({ username: "", password: "", name: "" })).rejects.toMatchObject({ code });
  });
});

describe("a request marked passive", () => {
  it("says so, and keeps the caller's own headers", async () => {
    const tab = new TimedTab();
    await tab.open().fetch("/api/poll", { passive: true, headers: { Accept: "text/plain" } });
    expect(["Latchkey-Passive", "Accept"].map((name) => tab.requests[0]?.header(name))).toEqual([
      "1",
      "text/plain",
    ]);
    expect(tab.requests[0]?.init).not.toHaveProperty("passive");
  });
  it("is not what any other request is", async () => {
    const tab = new TimedTab();
    await tab.open().fetch("/api/data");
    expect(tab.requests[0]?.header("Latchkey-Passive")).toBeNull();
  });
});

describe("the end of a login", () => {
  it("is said two minutes before, after the server confirmed it", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    expect([tab.timers.map(({ ms }) => ms), endsAt(latchkey.state)]).toEqual([[3_480_000], undefined]);
    await tab.untilWarned();
    expect(tab.asked("/api/getsession")).toBe(1);
    expect(endsAt(latchkey.state)).toBe(T0 + 3_600_000);
  });
  it("is said as early as the app wants", () => {
    const tab = new TimedTab();
    tab.open({ warnBefore: 600_000 });
    expect(tab.timers.map(({ ms }) => ms)).toEqual([3_000_000]);
  });
  it("of a login that is short in all is said in its last quarter", () => {
    const tab = new TimedTab();
    tab.time = Date.parse(janesLogin.session.idleExpiresAt) - 200_000;
    tab.open();
    expect(tab.timers.map(({ ms }) => ms)).toEqual([150_000]);
  });
  it("goes by what the server says is left, whatever the clocks say", async () => {
    const tab = new TimedTab();
    tab.time = Date.parse("2030-01-01T00:00:00Z");
    const latchkey = tab.open();
    await latchkey.fetch("/api/data");
    expect(tab.timers.map(({ ms }) => ms)).toEqual([3_480_000]);
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("moves with every use, and a check that finds it moved warns of nothing", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    tab.time += 1_000_000;
    await latchkey.fetch("/api/data");
    expect(tab.timers.map(({ ms }) => ms)).toEqual([3_480_000]);
    await tab.elapse();
    expect([endsAt(latchkey.state), tab.states.length]).toEqual([undefined, 1]);
  });
  it("is not put off by what polls, and polling puts off no warning", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    for (tab.left = 3599; tab.left > 3590; tab.left--) {
      tab.time += 1000;
      await latchkey.fetch("/api/poll", { passive: true });
    }
    expect(tab.timers.map(({ ms }) => ms)).toEqual([3_480_000]);
  });
  it("does not look new with every answer: seconds are whole, and answers take their time", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    await tab.untilWarned();
    const warned = latchkey.state;
    tab.time += 10_400;
    tab.left = 109;
    await latchkey.fetch("/api/poll", { passive: true });
    expect(latchkey.state).toBe(warned);
  });
  it("is put off by staying, in every tab", async () => {
    const others = new Set<FakeChannel>();
    const tab = new TimedTab(others);
    const there = new TimedTab(others);
    const latchkey = tab.open();
    const other = there.open();
    await tab.untilWarned();
    await there.untilWarned();
    expect([endsAt(latchkey.state), endsAt(other.state)]).toEqual([T0 + 3_600_000, T0 + 3_600_000]);
    tab.left = there.left = 3600;
    await latchkey.stay();
    await settled();
    expect([endsAt(latchkey.state), endsAt(other.state)]).toEqual([undefined, undefined]);
    expect(tab.requests.some((request) => request.header("Latchkey-Passive"))).toBe(false);
  });
  it("just put off is not said again by an answer that has not heard of it, only by one long after", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    await tab.untilWarned();
    tab.answer("GET /api/data", () => json({}, 200, { "Latchkey-Expires-In": "3600" }));
    await latchkey.stay();
    expect([tab.asked("/api/getsession"), endsAt(latchkey.state)]).toEqual([2, undefined]);
    tab.time += 16_000;
    tab.left = 100;
    await latchkey.getSession();
    expect(endsAt(latchkey.state)).toBe(tab.time + 100_000);
  });
  it("that staying cannot put off is still said", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    await tab.untilWarned();
    await latchkey.stay();
    expect(endsAt(latchkey.state)).toBe(T0 + 3_600_000);
  });
  it("that a late answer to an older question reports is asked about before anybody is warned", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    tab.left = 100;
    await latchkey.fetch("/api/data");
    expect(endsAt(latchkey.state)).toBeUndefined();
    tab.left = 3600;
    await tab.elapse();
    expect(endsAt(latchkey.state)).toBeUndefined();
  });
  it("has come one second after it was due, and the server says why", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    await tab.untilWarned();
    expect(tab.timers.map(({ ms }) => ms)).toEqual([121_000]);
    tab.answer("GET /api/getsession", () => json(noLogin("idle_expired")));
    await tab.elapse();
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "idle_expired", by: "server" });
    expect(tab.timers).toEqual([]);
  });
  it("is forgotten with a new login", async () => {
    const tab = new TimedTab().answer("POST /api/login", () => json(janesLogin));
    const latchkey = tab.open();
    await tab.untilWarned();
    await latchkey.login({ username: "jane", password });
    expect(endsAt(latchkey.state)).toBeUndefined();
  });
  it("during an outage is no logout: the page asks until somebody answers", async () => {
    const tab = new TimedTab();
    const latchkey = tab.open();
    await tab.untilWarned();
    tab.answer("GET /api/getsession", () => problem(503, "store_unavailable"));
    await tab.elapse();
    expect(latchkey.state).toMatchObject({ status: "unavailable", last: { status: "loggedIn" } });
  });
});

describe("a request that met the end of the session", () => {
  const over = (over = { yes: true }) =>
    new Tab()
      .answer("POST /api/note", () => (over.yes ? ended() : json({ saved: true })))
      .answer("POST /api/login", () => {
        over.yes = false;
        return json(janesLogin);
      });
  const jane = { username: "jane", password };
  const save = { method: "POST", body: "what was typed" };

  it("is returned at once, unless the app wants it to wait", async () => {
    const latchkey = over().open({ bootstrap: janesLogin });
    expect((await latchkey.fetch("/api/note", save)).status).toBe(401);
  });
  it("waits for the login and is then sent once more, as it was", async () => {
    const tab = over();
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", save);
    await settled();
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "idle_expired" });
    await latchkey.login(jane);
    expect(await (await saved).json()).toEqual({ saved: true });
    expect(tab.requests.filter(({ url }) => url.endsWith("/note")).map(({ init }) => init.body)).toEqual([
      "what was typed",
      "what was typed",
    ]);
  });
  it("can wait by itself, or be kept from waiting", async () => {
    const latchkey = over().open({ bootstrap: janesLogin, replay: true });
    expect((await latchkey.fetch("/api/note", { ...save, replay: false })).status).toBe(401);
    const alone = over().open({ bootstrap: janesLogin });
    const saved = alone.fetch("/api/note", { ...save, replay: true });
    await settled();
    await alone.login(jane);
    expect((await saved).status).toBe(200);
  });
  it("goes on after a login in another tab", async () => {
    const others = new Set<FakeChannel>();
    const session = { over: true };
    const here = new Tab(others)
      .answer("POST /api/note", () => (session.over ? ended() : json({ saved: true })))
      .answer("GET /api/getsession", () => json(session.over ? noLogin("idle_expired") : janesLogin));
    const there = new Tab(others).answer("POST /api/login", () => {
      session.over = false;
      return json(janesLogin);
    });
    const saved = here.open({ bootstrap: janesLogin, replay: true }).fetch("/api/note", save);
    await settled();
    await there.open({ bootstrap: noLogin("none") }).login(jane);
    expect((await saved).status).toBe(200);
  });
  it("does so with all the others that wait", async () => {
    const tab = over();
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const all = [latchkey.fetch("/api/note", save), latchkey.fetch("/api/note", save)];
    await settled();
    await latchkey.login(jane);
    expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200]);
  });
  it("is sent once more, not again and again", async () => {
    const tab = over().answer("POST /api/note", () => ended());
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", save);
    await settled();
    await latchkey.login(jane);
    expect([(await saved).status, tab.asked("/api/note")]).toEqual([401, 2]);
  });
  it("is never carried out for another person", async () => {
    const tab = over().answer("POST /api/login", () => json(bobsLogin));
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", save);
    await settled();
    await latchkey.login({ username: "bob", password });
    expect([(await saved).status, tab.asked("/api/note")]).toEqual([401, 1]);
  });
  it("is given up by a logout", async () => {
    const tab = over().answer("POST /api/logout", () => json({ logout: true }));
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", save);
    await settled();
    await latchkey.logout();
    expect((await saved).status).toBe(401);
  });
  it("is given up when the client is closed", async () => {
    const latchkey = over().open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", save);
    await settled();
    latchkey.close();
    expect((await saved).status).toBe(401);
  });
  it("is given up by whoever asked, at once", async () => {
    const giveUp = new AbortController();
    const latchkey = over().open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", { ...save, signal: giveUp.signal });
    await settled();
    giveUp.abort();
    await expect(saved).rejects.toMatchObject({ name: "AbortError" });
  });
  it("does not wait when the page asked by itself: polls would pile up", async () => {
    const tab = over().answer("GET /api/poll", () => ended());
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    expect((await latchkey.fetch("/api/poll", { passive: true })).status).toBe(401);
  });
  it("does not wait with a stream for a body: a stream can be read once", async () => {
    const latchkey = over().open({ bootstrap: janesLogin, replay: true });
    const body = new Blob(["x"]).stream();
    expect((await latchkey.fetch("/api/note", { method: "POST", body })).status).toBe(401);
  });
  it("that began before a login already made is sent again at once", async () => {
    const slow = later();
    let first = true;
    const tab = over().answer("POST /api/note", () => {
      if (!first) return json({ saved: true });
      first = false;
      return slow.response;
    });
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const saved = latchkey.fetch("/api/note", save);
    await latchkey.login(jane);
    slow.arrive(ended());
    expect((await saved).status).toBe(200);
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("can be one of the client's own", async () => {
    const session = { yes: true };
    const tab = over(session).answer("DELETE /api/sessions/s2", () =>
      session.yes ? ended() : json({ ended: 1 }),
    );
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true });
    const act = latchkey.endSession("s2");
    await settled();
    await latchkey.login(jane);
    await act;
    expect(tab.asked("/api/sessions/s2")).toBe(2);
  });
});

describe("a server that is busy or has had enough of guesses", () => {
  it.each([
    [429, "throttled"],
    [503, "busy"],
    [503, "store_unavailable"],
  ])("%i %s logs nobody out, whatever was asked", async (status, code) => {
    const tab = new Tab();
    const latchkey = tab.open({ bootstrap: janesLogin, replay: true, reauthenticate: async () => true });
    const refuse = () => problem(status, code, { reason: "revoked", login: false });
    for (const route of [
      "GET /api/data",
      "GET /api/sessions",
      "DELETE /api/sessions",
      "POST /api/password",
    ]) {
      tab.answer(route, refuse);
    }
    await latchkey.fetch("/api/data");
    for (const act of [
      latchkey.stay,
      latchkey.sessions,
      latchkey.endOtherSessions,
      () => latchkey.changePassword({ current: password, new: password }),
    ]) {
      await expect(act()).rejects.toMatchObject({ code, status });
    }
    expect(latchkey.state.status).toBe("loggedIn");
  });
});
