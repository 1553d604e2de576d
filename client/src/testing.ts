import type { Latchkey } from "./api.js";
import { createFakeServer, type FakeServer, type FakeServerOptions } from "./fakeServer.js";
import { joinLatchkey } from "./latchkey.js";
import type { LatchkeyOptions } from "./options.js";
import type { User } from "./state.js";
import { thisWorld } from "./world.js";

export { createFakeServer, type FakeServer, type FakeServerOptions } from "./fakeServer.js";

export interface FakeLatchkeyOptions<U extends User = User>
  extends LatchkeyOptions,
    Omit<FakeServerOptions<U>, "apiPath"> {
  /** Shared by several clients, or with {@link handlers}. Default: one of its own. */
  readonly server?: FakeServer<U>;
}

export interface FakeLatchkey<U extends User = User> extends Latchkey<U> {
  readonly server: FakeServer<U>;
}

/**
 * The real client, with a server in memory: for tests of components and pages. The state is there at once. Nothing
 * happens by itself: no timer fires, no other tab is heard; a test says what the server does, and calls `getSession`.
 */
export function fakeLatchkey<U extends User = User>(options: FakeLatchkeyOptions<U> = {}): FakeLatchkey<U> {
  const { server = createFakeServer<U>(options), fetch: other, ...rest } = options;
  const world = thisWorld();
  const address = world.window?.location.href ?? "";
  const href = /^https?:/.test(address) ? address : "https://app.example/";
  const latchkey = joinLatchkey<U>(
    { bootstrap: server.session(), ...rest },
    {
      ...world,
      fetch: async (input, init) => {
        const request = input instanceof Request ? new Request(input, init) : new Request(input, plain(init));
        const answer = await server.answer(request);
        return answer ?? other?.(input, init) ?? new Response("", { status: 404 });
      },
      setTimeout: () => undefined,
      clearTimeout: () => {},
      BroadcastChannel: null,
      window: Object.assign(new EventTarget(), { location: { href } }),
      document: null,
      warn: () => {},
    },
  );
  return Object.defineProperty(latchkey, "server", { value: server }) as FakeLatchkey<U>;
}

/** In a simulated page a signal is often not one that the runtime's own `Request` takes. */
function plain({ signal: _, ...init }: RequestInit = {}): RequestInit {
  return init;
}

/** The part of MSW's `http` in use. */
interface Http<Handler> {
  all(path: string, answer: (info: { request: Request }) => Promise<Response | undefined>): Handler;
}

/**
 * Handlers for MSW: `setupServer(...handlers(http, server))`. They answer Latchkey's own routes and leave all others
 * to what comes after them.
 */
export function handlers<Handler>(http: Http<Handler>, server: FakeServer = createFakeServer()): Handler[] {
  return [http.all(`*${server.apiPath}/*`, ({ request }) => server.answer(request))];
}
