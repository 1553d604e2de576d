import { type Known, nothingKnown } from "./machine.js";
import type { State } from "./state.js";

export type Listener = (state: State) => void;

/** What this page knows, and who wants to hear of it. */
export interface Knowledge {
  now(): Known;
  /** Something happened: a function of `machine`, and what it is to be given. */
  learn<Given extends unknown[]>(step: (known: Known, ...given: Given) => Known, ...given: Given): void;
  readonly listeners: Set<Listener>;
}

/**
 * @param isPage on a server one module serves every visitor: what one of them is must be known to none
 * @param follow called after everything learnt, before the listeners are: timers follow what is known
 */
export function createKnowledge(isPage: boolean, follow: (known: Known) => void): Knowledge {
  const listeners = new Set<Listener>();
  let known = nothingKnown;
  let shown = known.state;
  return {
    now: () => known,
    listeners,
    learn(step, ...given) {
      if (!isPage) return;
      const before = known;
      known = step(before, ...given);
      if (known === before) return;
      follow(known); // which may have learnt more by then, and told it
      const { state } = known;
      if (state === shown) return;
      shown = state;
      for (const listener of [...listeners]) listener(state);
    },
  };
}
