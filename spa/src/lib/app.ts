import type { Latchkey } from "@latchkey/client";
import type { SessionStore } from "@latchkey/client/svelte";
import { createContext } from "svelte";
import type { Decision } from "./guard.ts";

/** What every page needs: the client, its state, and what the current path may show. */
export interface AppContext {
  readonly latchkey: Latchkey;
  readonly session: SessionStore;
  readonly decision: Decision;
  /** Somebody came here on the way to another page. */
  readonly wasGoingSomewhere: boolean;
}

export const [useApp, provideApp] = createContext<AppContext>();
