import type { Latchkey, LatchkeyOptions, State } from "../src/index.js";
import { joinLatchkey } from "../src/latchkey.js";
import type { Channel, World } from "../src/world.js";

/** A login as the server describes it, good for an hour from T0. */
export const T0 = Date.parse("2026-01-01T12:00:00Z");
export const janesLogin = {
  login: true,
  user: { id: "u1", username: "jane", name: "Jane Doe" },
  session: {
    id: "s1",
    createdAt: "2026-01-01T12:00:00Z",
    authenticatedAt: "2026-01-01T12:00:00Z",
    expiresAt: "2026-01-08T12:00:00Z",
    idleExpiresAt: "2026-01-01T13:00:00Z",
    fresh: true,
    remembered: false,
  },
};
export const noLogin = (reason: string) => ({ login: false, reason });

export interface Request {
  readonly url: string;
  readonly init: RequestInit;
  /** What was sent where that was a `Request`. */
  readonly sent?: globalThis.Request | undefined;
  header(name: string): string | null;
}

type Answer = Response | Error | Promise<Response>;

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
export const problem = (status: number, code: string, more: Record<string, unknown> = {}) =>
  json({ status, code, ...more }, status);

/** One tab of a browser with time, network, other tabs and page events in the test's hands. */
export class Tab {
  readonly requests: Request[] = [];
  readonly states: State[] = [];
  readonly warnings: string[] = [];
  private readonly clients: Latchkey[] = [];
  readonly timers: { run: () => void; ms: number }[] = [];
  readonly window = Object.assign(new EventTarget(), { location: { href: "https://app.example/user" } });
  readonly document: EventTarget & {
    visibilityState: DocumentVisibilityState;
    getElementById(id: string): { textContent: string } | null;
    querySelector(selector: string): { getAttribute(name: string): string | null } | null;
  };
  bootstrapText: string | undefined;
  csrfMeta: string | undefined;
  /** What the server answers, by `METHOD /path`; a function sees every request of its own. */
  readonly answers = new Map<string, (request: Request) => Answer>();

  constructor(private readonly others = new Set<FakeChannel>()) {
    this.document = Object.assign(new EventTarget(), {
      visibilityState: "visible" as DocumentVisibilityState,
      getElementById: () => (this.bootstrapText === undefined ? null : { textContent: this.bootstrapText }),
      querySelector: () =>
        this.csrfMeta === undefined ? null : { getAttribute: () => this.csrfMeta ?? null },
    });
  }

  answer(route: string, answer: (request: Request) => Answer): this {
    this.answers.set(route, answer);
    return this;
  }

  /** The network, as this tab sees it. */
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const sent = input instanceof Request ? input : undefined;
    const url = new URL(sent?.url ?? `${input}`);
    const method = init.method ?? sent?.method ?? "GET";
    const request: Request = {
      url: url.href,
      init,
      sent,
      header: (name) => new Headers(init.headers ?? sent?.headers).get(name),
    };
    this.requests.push(request);
    const answer = this.answers.get(`${method} ${url.pathname}`);
    const result = answer ? await answer(request) : json({ code: "not_found" }, 404);
    if (result instanceof Error) throw result;
    return result;
  };

  /** What the client finds around it, in the test's hands. */
  world(more: Partial<World> = {}): World {
    const { others } = this;
    return {
      fetch: this.fetch,
      setTimeout: (run, ms) => {
        const timer = { run, ms };
        this.timers.push(timer);
        return timer;
      },
      clearTimeout: (timer) => {
        const at = this.timers.indexOf(timer as { run: () => void; ms: number });
        if (at >= 0) this.timers.splice(at, 1);
      },
      BroadcastChannel: class extends FakeChannel {
        constructor(name: string) {
          super(name, others);
        }
      },
      window: this.window,
      document: this.document,
      now: () => T0,
      random: () => 0,
      warn: (sentence) => this.warnings.push(sentence),
      ...more,
    };
  }

  /** A client that nobody listens to yet. */
  make(options: LatchkeyOptions = {}, more: Partial<World> = {}) {
    const latchkey = joinLatchkey(options, this.world(more));
    this.clients.push(latchkey);
    return latchkey;
  }

  open(options: LatchkeyOptions = {}, more: Partial<World> = {}) {
    const latchkey = this.make(options, more);
    latchkey.subscribe((state) => this.states.push(state));
    return latchkey;
  }

  /** Lets the one pending timer fire. */
  async elapse(): Promise<void> {
    this.timers.shift()?.run();
    await settled();
  }

  async show(persisted = true): Promise<void> {
    this.window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
    await settled();
  }

  hide(persisted = true): void {
    this.window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
  }

  async becomes(visibility: DocumentVisibilityState): Promise<void> {
    this.document.visibilityState = visibility;
    this.document.dispatchEvent(new Event("visibilitychange"));
    await settled();
  }

  asked(path: string): number {
    return this.requests.filter((request) => new URL(request.url).pathname === path).length;
  }
}

export class FakeChannel implements Channel {
  onmessage: ((event: MessageEvent) => void) | null = null;
  constructor(
    readonly name: string,
    private readonly all: Set<FakeChannel>,
  ) {
    all.add(this);
  }
  postMessage(data: unknown): void {
    for (const other of this.all) {
      if (other !== this && other.name === this.name) other.onmessage?.({ data } as MessageEvent);
    }
  }
  close(): void {
    this.all.delete(this);
  }
}

/** Everything already on its way has arrived. */
export const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** An answer that comes when the test says so. */
export function later() {
  let arrive!: (response: Response) => void;
  const response = new Promise<Response>((resolve) => {
    arrive = resolve;
  });
  return { response, arrive };
}
