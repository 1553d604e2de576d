import { getContext, setContext } from "svelte";
import { fromStore, type Readable } from "svelte/store";
import type { Latchkey } from "./api.js";
import type { State, User } from "./state.js";

/** The state for Svelte: `$session` as a store, `session.current` in runes. */
export interface SessionStore<U extends User = User> extends Readable<State<U>> {
  readonly current: State<U>;
}

export function sessionStore<U extends User>(latchkey: Latchkey<U>): SessionStore<U> {
  const { subscribe } = latchkey;
  const runes = fromStore({ subscribe });
  return {
    subscribe,
    get current() {
      return runes.current;
    },
  };
}

interface Provided {
  readonly latchkey: Latchkey;
  readonly session: SessionStore;
}

const key = Symbol("latchkey");

/**
 * For the component around all others, while it is made. `session` is what `readSession` told where the page is
 * rendered on a server: it is shown there, and is what the page begins with.
 */
export function provideLatchkey<U extends User>(latchkey: Latchkey<U>, session?: State<U>): SessionStore<U> {
  if (session) latchkey.hydrate(session);
  // On a server the client knows nobody; what was read for this one request is this component's alone.
  const isRead = session && latchkey.state.status === "unknown";
  const store: SessionStore<U> = isRead ? rendered(latchkey, session) : sessionStore(latchkey);
  setContext(key, { latchkey, session: store });
  return store;
}

function rendered<U extends User>(latchkey: Latchkey<U>, session: State<U>): SessionStore<U> {
  return sessionStore({
    ...latchkey,
    subscribe: (listener) =>
      latchkey.subscribe((state) => listener(state.status === "unknown" ? session : state)),
  });
}

function provided(): Provided {
  const found = getContext<Provided | undefined>(key);
  if (!found)
    throw new Error("no Latchkey here: call provideLatchkey(latchkey) in a component around this one");
  return found;
}

export function useLatchkey<U extends User = User>(): Latchkey<U> {
  return provided().latchkey as unknown as Latchkey<U>;
}

/** What is known of the login: `$session`, or `session.current`. */
export function useSession<U extends User = User>(): SessionStore<U> {
  return provided().session as unknown as SessionStore<U>;
}
