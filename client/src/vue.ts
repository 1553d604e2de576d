import {
  type App,
  type ComputedRef,
  computed,
  type InjectionKey,
  inject,
  onScopeDispose,
  type ShallowRef,
  shallowRef,
  watch,
} from "vue";
import type { Latchkey } from "./api.js";
import { type Ending, endingOf, userOf } from "./ending.js";
import { mayEnter } from "./entering.js";
import { followed } from "./following.js";
import type { State, User } from "./state.js";

export type { Ending } from "./ending.js";

interface Provided {
  readonly latchkey: Latchkey;
  readonly session: Readonly<ShallowRef<State>>;
}

const key: InjectionKey<Provided> = Symbol("latchkey");

/** A plugin for one app: `app.use(latchkeyPlugin(latchkey))`. `session` is what `readSession` told on the server. */
export function latchkeyPlugin<U extends User>(latchkey: Latchkey<U>, session?: State<U>) {
  return {
    install(app: App): void {
      if (session) latchkey.hydrate(session);
      const client = latchkey as unknown as Latchkey;
      // On a server the client knows nobody; what was read for this one request is this app's alone.
      const known = shallowRef<State>(client.state.status === "unknown" && session ? session : client.state);
      const stop = client.subscribe(
        followed((state) => {
          known.value = state;
        }),
      );
      app.onUnmount(stop);
      app.provide(key, { latchkey: client, session: known });
    },
  };
}

function useProvided(): Provided {
  const provided = inject(key, undefined);
  if (!provided)
    throw new Error("no Latchkey here: app.use(latchkeyPlugin(latchkey)) before the app is mounted");
  return provided;
}

export function useLatchkey<U extends User = User>(): Latchkey<U> {
  return useProvided().latchkey as unknown as Latchkey<U>;
}

/** What is known of the login. */
export function useSession<U extends User = User>(): Readonly<ShallowRef<State<U>>> {
  return useProvided().session as Readonly<ShallowRef<State<U>>>;
}

/** Who is logged in, behind an outage as well. */
export function useUser<U extends User = User>(): ComputedRef<U | undefined> {
  const session = useSession<U>();
  return computed(() => userOf(session.value));
}

/** That the login is about to end, counted down by the second; nothing while it is not. */
export function useEnding(): ComputedRef<Ending | undefined> {
  const session = useSession();
  const now = shallowRef(Date.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  watch(
    () => endingOf(session.value, 0) !== undefined,
    (isNear) => {
      clearInterval(timer);
      now.value = Date.now();
      if (isNear) {
        timer = setInterval(() => {
          now.value = Date.now();
        }, 1000);
      }
    },
    { immediate: true, flush: "sync" },
  );
  onScopeDispose(() => clearInterval(timer));
  return computed(() => endingOf(session.value, now.value));
}

/** The part of a route in use. */
export interface GuardedRoute {
  readonly fullPath: string;
  readonly meta: { readonly [field: string]: unknown };
}

/**
 * For `router.beforeEach`: leads whoever is not logged in from a route with `meta: { login: true }` to the page of the
 * login, with the way back in `next` (see `localPath`). An outage keeps nobody out.
 */
export function loginGuard<U extends User>(latchkey: Latchkey<U>, login = "/login") {
  return async (to: GuardedRoute): Promise<true | { path: string; query: { next: string } }> =>
    !to.meta.login || (await mayEnter(latchkey)) || { path: login, query: { next: to.fullPath } };
}
