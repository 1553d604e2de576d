import { createServer } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLatchkey } from "../src/index.js";
import { janesLogin, json, noLogin, settled, Tab } from "./browser.js";

afterEach(() => vi.unstubAllGlobals());

describe("where there is no page, as on a server", () => {
  const sent = () => {
    const fetch = vi.fn(async () => json(janesLogin));
    vi.stubGlobal("fetch", fetch);
    return fetch;
  };

  it.each([undefined, "https://api.example", "http://127.0.0.1:9"])(
    "a client of %s can be made",
    (baseUrl) => {
      expect(createLatchkey(baseUrl ? { baseUrl } : {}).state).toEqual({ status: "unknown" });
    },
  );
  it.each([{}, { baseUrl: "https://api.example" }])(
    "nothing is asked, whoever listens: %j",
    async (options) => {
      const fetch = sent();
      const latchkey = createLatchkey(options);
      latchkey.subscribe(() => {});
      latchkey.onUserChange(() => {});
      expect(await latchkey.getSession()).toEqual({ status: "unknown" });
      await latchkey.hear({ status: 401 });
      await settled();
      expect(fetch).not.toHaveBeenCalled();
    },
  );
  it("one visitor's login is not known to the next: the module is one for all", async () => {
    sent();
    const latchkey = createLatchkey({ baseUrl: "https://api.example" });
    latchkey.hydrate(janesLogin);
    await latchkey.login({ username: "jane", password: "right" });
    expect(latchkey.state).toEqual({ status: "unknown" });
    expect(createLatchkey({ bootstrap: janesLogin }).state).toEqual({ status: "unknown" });
  });
  it("a request is sent as any other, and its refusal waits for nobody", async () => {
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => json({ code: "session_expired", reason: "expired" }, 401)),
    );
    const latchkey = createLatchkey({ baseUrl: "https://api.example", replay: true });
    expect((await latchkey.fetch("/api/data")).status).toBe(401);
  });
  it("a cookie that is dropped is told to whoever builds the app, once, with the cure", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    vi.stubGlobal(
      "fetch",
      vi.fn(async () => {
        const answer = json(janesLogin);
        answer.headers.append("Set-Cookie", "latchkey=abc; Path=/; HttpOnly");
        return answer;
      }),
    );
    const latchkey = createLatchkey({ baseUrl: "https://api.example" });
    await latchkey.fetch("/api/data");
    await latchkey.fetch("/api/data");
    expect(warn.mock.calls).toEqual([
      [expect.stringMatching(/a cookie of https:\/\/api\.example is lost .*: use readSession/)],
    ]);
    warn.mockRestore();
  });
  it("a cookie that is set in a page is no matter, nor an answer without one", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    sent();
    await createLatchkey({ baseUrl: "https://api.example" }).fetch("/api/data");
    const tab = new Tab().answer("GET /api/data", () => {
      const answer = json({});
      answer.headers.append("Set-Cookie", "latchkey=abc");
      return answer;
    });
    await tab.make().fetch("/api/data");
    expect([warn.mock.calls, tab.warnings]).toEqual([[], []]);
    warn.mockRestore();
  });
  it("an address that is relative to nothing is refused, and says why", async () => {
    const refusal = await createLatchkey()
      .fetch("/api/data")
      .catch((error: Error & { cause?: Error }) => error);
    expect(`${refusal} ${(refusal as Error).cause}`).toContain("no-page-and-no-base-url");
  });
  it.each(["answers", "does not answer"])("nothing holds the process where the server %s", async (how) => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.end(JSON.stringify(noLogin("none")));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    if (how === "does not answer") await new Promise((resolve) => server.close(resolve));
    const held = () => process.getActiveResourcesInfo().sort();
    const before = held();
    createLatchkey({ baseUrl: `http://127.0.0.1:${port}` }).subscribe(() => {});
    const after = held();
    await settled();
    server.close();
    expect([after, asked]).toEqual([before, 0]);
  });
});

describe("before anybody listens", () => {
  it("nothing starts: no request, no timer, no channel, no word to the page", async () => {
    const others = new Set<never>();
    const tab = new Tab(others);
    const latchkey = tab.make();
    await tab.becomes("visible");
    tab.window.dispatchEvent(new Event("online"));
    await settled();
    expect([tab.requests, tab.timers, others.size, latchkey.state]).toEqual([
      [],
      [],
      0,
      { status: "unknown" },
    ]);
  });
  it("what the page was rendered with is known all the same, and its end is not watched yet", () => {
    const tab = new Tab();
    tab.bootstrapText = JSON.stringify(janesLogin);
    const latchkey = tab.make();
    expect([latchkey.state.status, tab.timers.length]).toEqual(["loggedIn", 0]);
    latchkey.subscribe(() => {});
    expect(tab.timers).toHaveLength(1);
  });
  it("the first subscriber makes it ask, the second does not make it ask again", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => json(janesLogin));
    const latchkey = tab.make();
    latchkey.subscribe(() => {});
    latchkey.subscribe(() => {});
    await settled();
    expect(tab.asked("/api/getsession")).toBe(1);
  });
  it("an outage the page was rendered in is asked about once somebody listens", () => {
    const tab = new Tab();
    const latchkey = tab.make({ bootstrap: { unavailable: true } });
    expect([latchkey.state.status, tab.timers.length]).toEqual(["unavailable", 0]);
    latchkey.subscribe(() => {});
    expect(tab.timers.map(({ ms }) => ms)).toEqual([1000]);
  });
  it("what nobody hears of is not asked about; the next subscriber makes it go on", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => new TypeError("down"));
    const latchkey = tab.make({ bootstrap: janesLogin });
    latchkey.subscribe(() => {})();
    await latchkey.getSession();
    expect([latchkey.state.status, tab.timers]).toEqual(["unavailable", []]);
    latchkey.subscribe(() => {});
    tab.answer("GET /api/getsession", () => json(janesLogin));
    await tab.elapse();
    expect(latchkey.state.status).toBe("loggedIn");
    latchkey.close();
  });
  it("after close a new subscriber makes it go on", async () => {
    const tab = new Tab().answer("GET /api/getsession", () => json(janesLogin));
    const latchkey = tab.open();
    latchkey.close();
    latchkey.subscribe(() => {});
    await tab.becomes("visible");
    expect(latchkey.state.status).toBe("loggedIn");
  });
});

describe("two clients of one API in one page", () => {
  it("are told to whoever builds the app, with the cure", () => {
    const tab = new Tab();
    const first = tab.open({ baseUrl: "https://twice.example" });
    const second = tab.open({ baseUrl: "https://twice.example" });
    expect(tab.warnings).toEqual([expect.stringContaining("make one, outside of components")]);
    first.close();
    second.close();
  });
  it("are no matter one after the other, nor of two APIs", () => {
    const tab = new Tab();
    for (const baseUrl of ["https://one.example", "https://two.example"]) {
      tab.open({ baseUrl }).close();
      tab.open({ baseUrl }).close();
    }
    expect(tab.warnings).toEqual([]);
  });
});

describe("hydrating", () => {
  it("takes over what a server knew, without asking", async () => {
    const tab = new Tab();
    const latchkey = tab.make();
    latchkey.hydrate(janesLogin);
    latchkey.subscribe(() => {});
    await settled();
    expect([latchkey.state.status, tab.requests.length]).toEqual(["loggedIn", 0]);
  });
  it("never undoes what is known here", async () => {
    const latchkey = new Tab().make({ bootstrap: noLogin("expired") });
    latchkey.hydrate(janesLogin);
    expect(latchkey.state).toMatchObject({ status: "loggedOut", reason: "expired" });
  });
  it.each([undefined, null, 7, "x", [], {}, { login: "true" }])("learns nothing from %j", (view) => {
    const latchkey = new Tab().make();
    latchkey.hydrate(view);
    expect(latchkey.state).toEqual({ status: "unknown" });
  });
});
