import { describe, expect, it } from "vitest";
import { type LatchkeyError, reasons } from "../src/index.js";
import { type FakeChannel, janesLogin, json, later, noLogin, problem, settled, Tab } from "./browser.js";

const jane = { username: "jane", password: "correct horse" };
const loggedInTab = (others?: Set<FakeChannel>) => {
  const tab = new Tab(others);
  tab.bootstrapText = JSON.stringify(janesLogin);
  return tab.answer("GET /api/getsession", () => json(janesLogin));
};

describe("the first state", () => {
  it("comes from the page, without a request", async () => {
    const tab = loggedInTab();
    expect(tab.open().state).toMatchObject({ status: "loggedIn", user: { username: "jane" } });
    await settled();
    expect(tab.requests).toEqual([]);
  });
  it("is unknown until the server has answered, where the page says nothing", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => json(noLogin("none")));
    const latchkey = tab.open();
    expect(latchkey.state).toEqual({ status: "unknown" });
    await settled();
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "none", by: "start" });
    expect(tab.asked("/api/getsession")).toBe(1);
  });
  it("is asked for when the page's text is damaged", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => json(noLogin("none")));
    tab.bootstrapText = '{"login":tru';
    const latchkey = tab.open();
    await settled();
    expect(latchkey.state.status).toBe("loggedOut");
  });
  it("is an outage when the page was rendered without its store, and is asked for again later", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => json(janesLogin));
    tab.bootstrapText = '{"unavailable":true}';
    const latchkey = tab.open();
    expect(latchkey.state).toEqual({ status: "unavailable", code: "store_unavailable", last: undefined });
    await tab.elapse();
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it.each(reasons)("keeps the reason %s", (reason) => {
    expect(new Tab().open({ bootstrap: noLogin(reason) }).state).toMatchObject({
      status: "loggedOut",
      reason,
    });
  });
  it("reads a reason of a newer server as unknown", () => {
    expect(new Tab().open({ bootstrap: noLogin("eaten_by_dog") }).state).toMatchObject({ reason: "unknown" });
  });
});

describe("login", () => {
  it("sends what was typed and makes the state loggedIn", async () => {
    const tab = new Tab().answer("POST /api/login", () => json(janesLogin));
    const latchkey = tab.open({ bootstrap: noLogin("none") });
    await latchkey.login(jane);
    expect(JSON.parse(tab.requests[0]?.init.body as string)).toEqual(jane);
    expect(latchkey.state).toMatchObject({ status: "loggedIn", user: { name: "Jane Doe" } });
  });
  it.each([
    [401, "bad_credentials"],
    [429, "throttled"],
    [503, "busy"],
    [503, "store_unavailable"],
    [400, "malformed_request"],
  ])("refused with %i %s throws that code and leaves the state alone", async (status, code) => {
    const tab = new Tab().answer("POST /api/login", () =>
      json({ code, login: false }, status, { "Retry-After": "7" }),
    );
    const latchkey = tab.open({ bootstrap: noLogin("none") });
    const before = latchkey.state;
    await expect(latchkey.login(jane)).rejects.toMatchObject({ code, status, retryAfter: 7 });
    expect(latchkey.state).toBe(before);
  });
  it("without a network is unreachable", async () => {
    const tab = new Tab().answer("POST /api/login", () => new TypeError("failed to fetch"));
    await expect(tab.open({ bootstrap: noLogin("none") }).login(jane)).rejects.toMatchObject({
      code: "unreachable",
    });
  });
  it("behind a proxy whose server is gone is unreachable too", async () => {
    const tab = new Tab().answer("POST /api/login", () => new Response("<h1>502</h1>", { status: 502 }));
    await expect(tab.open({ bootstrap: noLogin("none") }).login(jane)).rejects.toMatchObject({
      code: "unreachable",
    });
  });
  it("gives up on a server that never answers", async () => {
    const tab = new Tab();
    tab.answer(
      "POST /api/login",
      ({ init }) =>
        new Promise((_, reject) =>
          init.signal?.addEventListener("abort", () => reject(new Error("aborted"))),
        ),
    );
    const attempt = tab.open({ bootstrap: noLogin("none") }).login(jane);
    const refusal = expect(attempt).rejects.toMatchObject({
      code: "unreachable",
    } satisfies Partial<LatchkeyError>);
    await tab.elapse();
    await refusal;
  });
  it("is not undone by the late answer to a check begun before it", async () => {
    const slow = later();
    const tab = new Tab()
      .answer("GET /api/getsession", () => slow.response)
      .answer("POST /api/login", () => json(janesLogin));
    const latchkey = tab.open();
    await latchkey.login(jane);
    slow.arrive(json(noLogin("none")));
    await settled();
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("whose cookie the browser did not keep is told apart from a logout", async () => {
    const tab = new Tab()
      .answer("POST /api/login", () => json(janesLogin))
      .answer("GET /api/data", () => problem(401, "not_authenticated", { reason: "none" }));
    const latchkey = tab.open({ bootstrap: noLogin("none") });
    await latchkey.login(jane);
    await latchkey.fetch("/api/data");
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "none", by: "cookieNotStored" });
  });
});

describe("logout", () => {
  it("makes the state loggedOut, by this tab", async () => {
    const tab = loggedInTab().answer("POST /api/logout", () => json({ logout: true }));
    const latchkey = tab.open();
    await latchkey.logout();
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "logged_out", by: "thisTab" });
  });
  it("that the server could not be told throws, and the person is still logged in", async () => {
    const tab = loggedInTab().answer("POST /api/logout", () => problem(503, "store_unavailable"));
    const latchkey = tab.open();
    await expect(latchkey.logout()).rejects.toMatchObject({ code: "store_unavailable" });
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("keeps its reason when the server later says only that there is no cookie", async () => {
    const tab = loggedInTab().answer("POST /api/logout", () => json({ logout: true }));
    const latchkey = tab.open();
    await latchkey.logout();
    tab.answer("GET /api/getsession", () => json(noLogin("none")));
    await latchkey.getSession();
    expect(latchkey.state).toMatchObject({ reason: "logged_out", by: "thisTab" });
  });
});

describe("fetch", () => {
  it.each([
    ["session_expired", "idle_expired"],
    ["session_ended", "revoked"],
    ["session_stolen", "stolen"],
    ["not_authenticated", "cookie_conflict"],
  ])("a 401 %s logs out with the reason %s", async (code, reason) => {
    const tab = loggedInTab().answer("GET /api/data", () => problem(401, code, { reason }));
    const latchkey = tab.open();
    expect((await latchkey.fetch("/api/data")).status).toBe(401);
    expect(latchkey.state).toEqual({ status: "loggedOut", reason, by: "server" });
  });
  it.each([400, 403, 404, 429, 500, 503])("a %i changes nothing", async (status) => {
    const tab = loggedInTab().answer("GET /api/data", () => problem(status, "busy", { reason: "expired" }));
    const latchkey = tab.open();
    await latchkey.fetch("/api/data");
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("a 401 about something else (a wrong password proven again) changes nothing", async () => {
    const tab = loggedInTab().answer("POST /api/reauthenticate", () => problem(401, "bad_credentials"));
    const latchkey = tab.open();
    await latchkey.fetch("/api/reauthenticate", { method: "POST" });
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("a 401 older than the current login changes nothing", async () => {
    const slow = later();
    const tab = loggedInTab()
      .answer("GET /api/data", () => slow.response)
      .answer("POST /api/login", () => json(janesLogin));
    const latchkey = tab.open();
    const data = latchkey.fetch("/api/data");
    await latchkey.login(jane);
    slow.arrive(problem(401, "session_expired", { reason: "expired" }));
    await data;
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("leaves the body for the caller to read", async () => {
    const tab = loggedInTab().answer("GET /api/data", () =>
      problem(401, "session_ended", { reason: "revoked" }),
    );
    const response = await tab.open().fetch("/api/data");
    expect(await response.json()).toMatchObject({ code: "session_ended" });
  });
  it.each(["https://elsewhere.example/x", "//elsewhere.example/x"])(
    "tells another origin nothing: %s",
    async (address) => {
      const tab = loggedInTab().answer("POST /x", () => problem(401, "x", { reason: "expired" }));
      tab.csrfMeta = "t1";
      const latchkey = tab.open({ credentials: "include" });
      await latchkey.fetch(address, { method: "POST" });
      expect(tab.requests[0]?.init.credentials).toBeUndefined();
      expect(tab.requests[0]?.header("X-CSRFToken")).toBeNull();
      expect(latchkey.state.status).toBe("loggedIn");
    },
  );
});

describe("one option changes between deployments", () => {
  it.each([
    [undefined, "https://app.example/api/data", "same-origin"],
    ["", "https://app.example/api/data", "same-origin"],
    ["https://app.example", "https://app.example/api/data", "same-origin"],
    ["https://api.example", "https://api.example/api/data", "include"],
    ["https://app.example:8443", "https://app.example:8443/api/data", "include"],
  ])("baseUrl %s asks %s with credentials %s", async (baseUrl, url, credentials) => {
    const tab = loggedInTab();
    await tab.open(baseUrl === undefined ? {} : { baseUrl }).fetch("/api/data");
    expect(tab.requests[0]).toMatchObject({ url, init: { credentials } });
  });
});

describe("the CSRF token", () => {
  it("is sent with unsafe requests only, when the page has one", async () => {
    const tab = loggedInTab();
    tab.csrfMeta = "t1";
    const latchkey = tab.open();
    await latchkey.fetch("/api/data");
    await latchkey.fetch("/api/data", { method: "POST" });
    expect(tab.requests.map((request) => request.header("X-CSRFToken"))).toEqual([null, "t1"]);
  });
  it("is fetched anew, once, when the server refuses the one sent", async () => {
    const tab = loggedInTab()
      .answer("POST /api/logout", (request) =>
        request.header("X-CSRFToken") === "t2" ? json({ logout: true }) : problem(403, "csrf_token_invalid"),
      )
      .answer("GET /api/getcsrf", () => json({ csrfToken: "t2" }));
    tab.csrfMeta = "t1";
    const latchkey = tab.open();
    await latchkey.logout();
    expect(latchkey.state.status).toBe("loggedOut");
    expect(tab.asked("/api/logout")).toBe(2);
  });
  it("is not asked for again and again when that does not help", async () => {
    const tab = loggedInTab()
      .answer("POST /api/logout", () => problem(403, "csrf_token_invalid"))
      .answer("GET /api/getcsrf", () => json({ csrfToken: "t2" }));
    await expect(tab.open().logout()).rejects.toMatchObject({ code: "csrf_token_invalid" });
    expect([tab.asked("/api/logout"), tab.asked("/api/getcsrf")]).toEqual([2, 1]);
  });
});

describe("an outage", () => {
  it("keeps what was last known and is not a logout", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () => problem(503, "store_unavailable"));
    const latchkey = tab.open();
    await latchkey.getSession();
    expect(latchkey.state).toMatchObject({
      status: "unavailable",
      code: "store_unavailable",
      last: { status: "loggedIn" },
    });
  });
  it("retries by itself with growing pauses of at most a minute", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () => new TypeError("down"));
    const latchkey = tab.open();
    await latchkey.getSession();
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      pauses.push(tab.timers[0]?.ms ?? 0);
      await tab.elapse();
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]);
  });
  it("spreads the retries of many tabs over half a pause", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () => new TypeError("down"));
    await tab.open({}, { random: () => 0.999 }).getSession();
    expect(tab.timers[0]?.ms).toBeCloseTo(1499.5);
  });
  it("waits at least as long as Retry-After says", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () =>
      json({ code: "busy" }, 503, { "Retry-After": "30" }),
    );
    await tab.open().getSession();
    expect(tab.timers[0]?.ms).toBe(30_000);
  });
  it("ends with the first answer, and the pauses start small again", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () => new TypeError("down"));
    const latchkey = tab.open();
    await latchkey.getSession();
    await tab.elapse();
    tab.answer("GET /api/getsession", () => json(janesLogin));
    await tab.elapse();
    expect(latchkey.state.status).toBe("loggedIn");
    tab.answer("GET /api/getsession", () => new TypeError("down"));
    await latchkey.getSession();
    expect(tab.timers.map((timer) => timer.ms)).toEqual([1000]);
  });
  it("does not retry from a hidden tab; returning to it asks", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () => new TypeError("down"));
    const latchkey = tab.open();
    await latchkey.getSession();
    await tab.becomes("hidden");
    await tab.elapse();
    expect(tab.asked("/api/getsession")).toBe(1);
    tab.answer("GET /api/getsession", () => json(janesLogin));
    await tab.becomes("visible");
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("ends early when the browser is online again", async () => {
    const tab = loggedInTab().answer("GET /api/getsession", () => new TypeError("down"));
    const latchkey = tab.open();
    await latchkey.getSession();
    tab.answer("GET /api/getsession", () => json(janesLogin));
    tab.window.dispatchEvent(new Event("online"));
    await settled();
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it.each(["<h1>hello</h1>", "[]", "null", "{}", '{"login":"true"}'])(
    "is what a 200 that is not the server's means: %s",
    async (text) => {
      const tab = loggedInTab().answer("GET /api/getsession", () => new Response(text));
      const latchkey = tab.open();
      await latchkey.getSession();
      expect(latchkey.state).toMatchObject({ status: "unavailable", code: "unexpected_answer" });
    },
  );
});

describe("other tabs", () => {
  it("a logout reaches every tab, which asks the server before it believes it", async () => {
    const others = new Set<FakeChannel>();
    const here = loggedInTab(others).answer("POST /api/logout", () => json({ logout: true }));
    const there = loggedInTab(others).answer("GET /api/getsession", () => json(noLogin("none")));
    const latchkey = here.open();
    const other = there.open();
    await latchkey.logout();
    await settled();
    expect(there.asked("/api/getsession")).toBe(1);
    expect(other.state).toEqual({ status: "loggedOut", reason: "logged_out", by: "otherTab" });
  });
  it("a login reaches every tab", async () => {
    const others = new Set<FakeChannel>();
    const here = new Tab(others).answer("POST /api/login", () => json(janesLogin));
    const there = new Tab(others).answer("GET /api/getsession", () => json(janesLogin));
    const latchkey = here.open({ bootstrap: noLogin("none") });
    const other = there.open({ bootstrap: noLogin("none") });
    await latchkey.login(jane);
    await settled();
    expect(other.state.status).toBe("loggedIn");
  });
  it("a false alarm changes nothing", async () => {
    const others = new Set<FakeChannel>();
    const there = loggedInTab(others);
    const other = there.open();
    for (const channel of others) channel.onmessage?.({ data: "logout" } as MessageEvent);
    await settled();
    expect(other.state.status).toBe("loggedIn");
  });
  it("a message during a check makes the tab ask once more: the answer on its way may be older", async () => {
    const others = new Set<FakeChannel>();
    const slow = later();
    const there = loggedInTab(others).answer("GET /api/getsession", () => slow.response);
    const other = there.open();
    const check = other.getSession();
    for (const channel of others) channel.onmessage?.({ data: "logout" } as MessageEvent);
    there.answer("GET /api/getsession", () => json(noLogin("none")));
    slow.arrive(json(janesLogin));
    await check;
    expect(other.state).toMatchObject({ status: "loggedOut", by: "otherTab" });
  });
  it("of another server on the same origin are not disturbed", async () => {
    const others = new Set<FakeChannel>();
    const here = loggedInTab(others).answer("POST /api/logout", () => json({ logout: true }));
    const there = loggedInTab(others);
    there.open({ baseUrl: "https://other.example" });
    await here.open().logout();
    await settled();
    expect(there.requests).toEqual([]);
  });
});

describe("coming back", () => {
  it("to the tab asks again", async () => {
    const tab = loggedInTab();
    tab.open();
    await tab.becomes("hidden");
    await tab.becomes("visible");
    expect(tab.asked("/api/getsession")).toBe(1);
  });
  it("several ways at once asks once", async () => {
    const slow = later();
    const tab = loggedInTab().answer("GET /api/getsession", () => slow.response);
    const latchkey = tab.open();
    void tab.becomes("visible");
    tab.window.dispatchEvent(new Event("online"));
    const asked = latchkey.getSession();
    slow.arrive(json(janesLogin));
    await asked;
    expect(tab.asked("/api/getsession")).toBe(1);
  });
  it("from the browser's page cache shows nothing of a login until the server has confirmed it", async () => {
    const tab = loggedInTab();
    const latchkey = tab.open();
    tab.hide();
    expect(latchkey.state).toEqual({ status: "unknown" });
    await tab.show();
    expect(latchkey.state.status).toBe("loggedIn");
  });
  it("from the page cache after a logout elsewhere says so", async () => {
    const tab = loggedInTab();
    const latchkey = tab.open();
    tab.hide();
    tab.answer("GET /api/getsession", () => json(noLogin("none")));
    await tab.show();
    expect(latchkey.state).toEqual({ status: "loggedOut", reason: "none", by: "server" });
  });
  it("from the page cache with a check still frozen on its way asks anew", async () => {
    const slow = later();
    const tab = loggedInTab().answer("GET /api/getsession", () => slow.response);
    const latchkey = tab.open();
    void latchkey.getSession();
    tab.hide();
    const shown = tab.show();
    tab.answer("GET /api/getsession", () => json(noLogin("logged_out")));
    slow.arrive(json(janesLogin));
    await shown;
    await settled();
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "logged_out" });
  });
  it("during an outage shows nothing of the login either", async () => {
    const tab = loggedInTab();
    const latchkey = tab.open();
    tab.hide();
    tab.answer("GET /api/getsession", () => new TypeError("down"));
    await tab.show();
    expect(latchkey.state).toMatchObject({ status: "unavailable", last: undefined });
  });
  it("leaving a page for good clears nothing under the reader's eyes", () => {
    const tab = loggedInTab();
    const latchkey = tab.open();
    tab.hide(false);
    expect(latchkey.state.status).toBe("loggedIn");
  });
});

describe("the deadline of an open page", () => {
  it("is when the server is asked, one second later, where nobody wants a warning", () => {
    const tab = loggedInTab();
    tab.open({ warnBefore: 0 });
    expect(tab.timers.map((timer) => timer.ms)).toEqual([3_601_000]);
  });
  it("never asks more than twice a minute, whatever the clocks say", () => {
    const tab = loggedInTab();
    tab.open({}, { now: () => Date.parse("2030-01-01T00:00:00Z") });
    expect(tab.timers.map((timer) => timer.ms)).toEqual([30_000]);
  });
  it("further away than a timer can count is no reason to fire at once", () => {
    const tab = loggedInTab();
    tab.open({}, { now: () => 0 });
    expect(tab.timers.map((timer) => timer.ms)).toEqual([2 ** 31 - 1]);
  });
});

describe("subscribers", () => {
  it("hear the state at once and every change, until they stop", async () => {
    const tab = loggedInTab().answer("POST /api/logout", () => json({ logout: true }));
    const latchkey = tab.open();
    const heard: string[] = [];
    const stop = latchkey.subscribe((state) => heard.push(state.status));
    stop();
    await latchkey.logout();
    expect(heard).toEqual(["loggedIn"]);
    expect(tab.states.map((state) => state.status)).toEqual(["loggedIn", "loggedOut"]);
  });
  it("hear nothing when a check confirms what is known", async () => {
    const tab = loggedInTab();
    await tab.open().getSession();
    expect(tab.states).toHaveLength(1);
  });
  it("after close nothing listens, retries or tells", async () => {
    const others = new Set<FakeChannel>();
    const tab = loggedInTab(others);
    tab.open().close();
    await tab.becomes("visible");
    expect([tab.requests.length, tab.timers.length, others.size]).toEqual([0, 0, 0]);
  });
});
