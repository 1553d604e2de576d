import type { Latchkey, LoggedIn, LoggedOut } from "@latchkey/client";
import type { SessionStore } from "@latchkey/client/svelte";
import { createContext } from "svelte";
import type { Dialogs } from "./dialogs.svelte.ts";
import type { Decision } from "./guard.ts";
import type { Rules } from "./rules.svelte.ts";

/** What every page needs: the client, its state, and what the current path may show. */
export interface AppContext {
  readonly latchkey: Latchkey;
  readonly session: SessionStore;
  readonly decision: Decision;
  /** Whose page this is: who is logged in, or was until the session ended under the open page. */
  readonly login: LoggedIn | undefined;
  /** That it ended, and why: the page waits, covered, for the next login. */
  readonly ended: LoggedOut | undefined;
  readonly dialogs: Dialogs;
  /** Not asked for until somebody does. */
  readonly rules: Rules;
  /** Somebody came here on the way to another page. */
  readonly wasGoingSomewhere: boolean;
}

export const [useApp, provideApp] = createContext<AppContext>();
