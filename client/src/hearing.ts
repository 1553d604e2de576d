import type { Deadline } from "./deadline.js";
import type { Knowledge } from "./knowledge.js";
import { moved } from "./machine.js";
import type { LoggedIn } from "./state.js";

/** The view, with its end while that is near. */
export function withEnd({ endsAt: _, ...view }: LoggedIn, deadline: Deadline): LoggedIn {
  const endsAt = deadline.near();
  return endsAt === undefined ? view : { ...view, endsAt };
}

/**
 * Takes from the headers of an answer (anything with `get`) for how long the login lasts if nothing more is done.
 * Whether an end that was warned of has been put off.
 */
export type Hear = (headers: unknown) => boolean;

export function createHear(deadline: Deadline, { now, learn }: Knowledge): Hear {
  return (headers) => {
    const seconds = (headers as Partial<Headers> | undefined)?.get?.("Latchkey-Expires-In");
    const { state } = now();
    if (!/^\d+$/.test(`${seconds}`) || !deadline.heard(Number(seconds)) || state.status !== "loggedIn")
      return false;
    // Only a check made for it begins a warning: another answer may be older than what extended the login.
    const view = state.endsAt === undefined ? state : withEnd(state, deadline);
    learn(moved, view);
    return view !== state && view.endsAt === undefined;
  };
}
