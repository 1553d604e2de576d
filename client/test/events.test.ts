import { describe, expect, test } from "vitest";
import { type EventsWorld, hearEnds } from "../src/events.js";
import type { State } from "../src/state.js";

const API = "https://app.example/api";
const PULSE = ":\n\n";
const ENDED = 'event: ended\ndata: {"reason":"revoked"}\n\n';
const loggedIn = { status: "loggedIn" } as State;
const loggedOut = { status: "loggedOut" } as State;

/** What the tabs of one browser have in common. */
class Browser {
  readonly told: string[] = [];
  private held: Promise<unknown> = Promise.resolve();
  /** One after another, as `navigator.locks` has it; a tab that gives up while it waits never gets it. */
  readonly locks = {
    request: (_: string, { signal }: { signal: AbortSignal }, task: () => Promise<void>) => {
      this.held = this.held.then(() => (signal.aborted ? undefined : task()));
      return this.held;
    },
  } as unknown as LockManager;
}

/** One tab, and a server in the test's hands. */
class Tab {
  readonly requests: { url: string; init: RequestInit; answer: (answer: Response | Error) => void }[] = [];
  readonly pauses: { ms: number; over: () => void }[] = [];
  readonly window = new EventTarget();
  private heard: (state: State) => void = () => {};
  readonly world: EventsWorld;
  readonly stop: () => void;

  constructor(
    browser: Browser,
    without: Partial<Pick<EventsWorld, "locks" | "BroadcastChannel" | "window">> = {},
  ) {
    const { requests, pauses } = this;
    this.world = {
      fetch: (url, init = {}) =>
        new Promise((resolve, reject) => {
          init.signal?.addEventListener("abort", () => reject(new Error("aborted")));
          requests.push({
            url: `${url}`,
            init,
            answer: (answer) => (answer instanceof Response ? resolve(answer) : reject(answer)),
          });
        }),
      locks: browser.locks,
      BroadcastChannel: class {
        constructor(private readonly name: string) {}
        postMessage(message: unknown) {
          browser.told.push(`${this.name}: ${message}`);
        }
        close() {}
      },
      window: this.window,
      pause: (ms, signal) =>
        new Promise((resolve) => {
          pauses.push({ ms, over: () => resolve(undefined) });
          signal.addEventListener("abort", resolve);
        }),
      random: () => 0,
      ...without,
    };
    this.stop = hearEnds(
      {
        api: API,
        subscribe: (listener) => {
          this.heard = listener;
          return () => {
            this.heard = () => {};
          };
        },
      },
      this.world,
    );
  }

  async is(state: State): Promise<this> {
    this.heard(state);
    await settled();
    return this;
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

/** An answer that goes on, as long as nobody closes it. */
function stream() {
  let say: (text: string) => Promise<unknown> = settled;
  let close = settled;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      say = (text) => {
        controller.enqueue(new TextEncoder().encode(text));
        return settled();
      };
      close = () => {
        controller.close();
        return settled();
      };
    },
  });
  return {
    answer: new Response(body, { status: 200 }),
    say: (text: string) => say(text),
    close: () => close(),
  };
}

describe("a page that hears ends", () => {
  test("opens one stream while somebody is logged in, with the cookie", async () => {
    const tab = new Tab(new Browser());
    await tab.is(loggedOut);
    expect(tab.requests).toHaveLength(0);
    await tab.is(loggedIn);
    await tab.is(loggedIn);
    expect(tab.requests.map(({ url, init }) => [url, init.credentials])).toEqual([
      [`${API}/events`, "include"],
    ]);
    await tab.is(loggedOut);
    expect(tab.requests[0]?.init.signal?.aborted).toBe(true);
    await tab.is(loggedIn);
    expect(tab.requests).toHaveLength(2);
  });

  test("asks nothing where another session of the browser took the place of its own, until it hears of that one", async () => {
    const browser = new Browser();
    const tab = await new Tab(browser).is(loggedIn);
    const next = await new Tab(browser).is(loggedIn);
    const { answer, say } = stream();
    tab.requests[0]?.answer(answer);
    await settled();
    await say("event: returned\ndata: {}\n\n");
    await settled();
    // The tab that waited comes with the same old session.
    next.requests[0]?.answer(Response.json({ reason: "replaced" }, { status: 401 }));
    await settled();
    expect(browser.told).toEqual([]);
    expect([tab, next].flatMap(({ pauses }) => pauses)).toEqual([]);
    expect(tab.requests).toHaveLength(1);
    await tab.is(loggedIn);
    expect(tab.requests).toHaveLength(2);
  });

  test("tells every tab by the channel that each client has, in however many pieces the event comes", async () => {
    const browser = new Browser();
    const tab = await new Tab(browser).is(loggedIn);
    const { answer, say } = stream();
    tab.requests[0]?.answer(answer);
    await settled();
    for (const part of [PULSE, PULSE, ENDED.slice(0, 9)]) await say(part);
    expect(browser.told).toEqual([]);
    await say(ENDED.slice(9));
    expect(browser.told).toEqual([`latchkey ${API}: ended`]);
  });

  test("goes on with the login that there is by then", async () => {
    const tab = await new Tab(new Browser()).is(loggedIn);
    const { answer, say } = stream();
    tab.requests[0]?.answer(answer);
    await settled();
    await say(ENDED);
    tab.pauses[0]?.over();
    await settled();
    expect(tab.requests).toHaveLength(2);
  });

  test("leaves the stream to one tab, and another takes over", async () => {
    const browser = new Browser();
    const first = await new Tab(browser).is(loggedIn);
    const second = await new Tab(browser).is(loggedIn);
    expect([first, second].map(({ requests }) => requests.length)).toEqual([1, 0]);
    first.stop();
    await settled();
    expect(second.requests).toHaveLength(1);
  });

  test("keeps none in a page that the browser keeps for Back", async () => {
    const tab = await new Tab(new Browser()).is(loggedIn);
    tab.window.dispatchEvent(new Event("pagehide"));
    expect(tab.requests[0]?.init.signal?.aborted).toBe(true);
    tab.window.dispatchEvent(new Event("pageshow"));
    await settled();
    expect(tab.requests).toHaveLength(2);
  });

  test("asks no more where there is no such stream", async () => {
    const tab = await new Tab(new Browser()).is(loggedIn);
    tab.requests[0]?.answer(new Response("", { status: 404 }));
    await settled();
    await tab.is(loggedOut);
    await tab.is(loggedIn);
    expect([tab.requests.length, tab.pauses.length]).toEqual([1, 0]);
  });

  test("has a refusal looked into by whoever knows who is there", async () => {
    const browser = new Browser();
    const tab = await new Tab(browser).is(loggedIn);
    tab.requests[0]?.answer(new Response("", { status: 401 }));
    await settled();
    expect(browser.told).toEqual([`latchkey ${API}: ended`]);
  });

  test("lets a tab that logs out say so itself, and says it where no tab does", async () => {
    const browser = new Browser();
    const tab = await new Tab(browser).is(loggedIn);
    const first = stream();
    tab.requests[0]?.answer(first.answer);
    await settled();
    await first.say('event: ended\ndata: {"reason":"logged');
    await first.say('_out"}\n\n');
    expect(tab.pauses.map(({ ms }) => ms)).toEqual([1000]);
    await tab.is(loggedOut);
    expect(browser.told).toEqual([]);

    await tab.is(loggedIn);
    const second = stream();
    tab.requests[1]?.answer(second.answer);
    await settled();
    await second.say('event: ended\ndata: {"reason":"logged_out"}\n\n');
    expect(browser.told).toEqual([]);
    tab.pauses.at(-1)?.over();
    await settled();
    expect(browser.told).toEqual([`latchkey ${API}: ended`]);
  });

  test("comes again after a stream that ended without a word, and ever more rarely where none is to be had", async () => {
    const browser = new Browser();
    const tab = await new Tab(browser).is(loggedIn);
    const { answer, close } = stream();
    tab.requests[0]?.answer(answer);
    await settled();
    await close();
    for (let i = 1; i <= 8; i++) {
      tab.pauses[i - 1]?.over();
      await settled();
      tab.requests[i]?.answer(i % 2 ? new Error("offline") : new Response("", { status: 503 }));
      await settled();
    }
    expect(tab.pauses.map(({ ms }) => ms / 1000)).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(browser.told).toEqual([]);
  });

  test.each(["locks", "BroadcastChannel", "window"] as const)("does nothing without %s", async (missing) => {
    const tab = await new Tab(new Browser(), { [missing]: undefined }).is(loggedIn);
    tab.stop();
    expect(tab.requests).toHaveLength(0);
  });
});
