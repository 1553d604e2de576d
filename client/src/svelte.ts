import { fromStore, type Readable } from "svelte/store";
import type { Latchkey } from "./api.js";
import type { State } from "./state.js";

/** The state for Svelte: `$session` as a store, `session.current` in runes. */
export interface SessionStore extends Readable<State> {
  readonly current: State;
}

export function sessionStore(latchkey: Latchkey): SessionStore {
  const { subscribe } = latchkey;
  const runes = fromStore({ subscribe });
  return {
    subscribe,
    get current() {
      return runes.current;
    },
  };
}
