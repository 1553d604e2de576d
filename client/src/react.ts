"use client";

import {
  createContext,
  createElement,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from "react";
import type { Latchkey } from "./api.js";
import { type Ending, endingOf, userOf } from "./ending.js";
import type { State, User } from "./state.js";

export type { Ending } from "./ending.js";

interface Provided {
  readonly latchkey: Latchkey;
  /** What the server rendered with, and so what the first render here has to show. */
  readonly rendered: State;
}

const Context = createContext<Provided | undefined>(undefined);
const unknown: State = { status: "unknown" };

export interface LatchkeyProviderProps<U extends User> {
  /** Made once, outside of any component. */
  readonly latchkey: Latchkey<U>;
  /** What `readSession` told where the page was rendered on a server. */
  readonly session?: State<U> | undefined;
  readonly children?: ReactNode;
}

export function LatchkeyProvider<U extends User>({ latchkey, session, children }: LatchkeyProviderProps<U>) {
  const [provided] = useState<Provided>(() => {
    if (session) latchkey.hydrate(session);
    return { latchkey: latchkey as unknown as Latchkey, rendered: session ?? unknown };
  });
  return createElement(Context, { value: provided }, children);
}

function useProvided(): Provided {
  const provided = useContext(Context);
  if (!provided)
    throw new Error("no Latchkey here: put <LatchkeyProvider latchkey={latchkey}> around the app");
  return provided;
}

export function useLatchkey<U extends User = User>(): Latchkey<U> {
  return useProvided().latchkey as unknown as Latchkey<U>;
}

/** What is known of the login. The first render shows what the server's did, so that the two are the same. */
export function useSession<U extends User = User>(): State<U> {
  const { latchkey, rendered } = useProvided();
  return useSyncExternalStore(
    latchkey.subscribe,
    () => latchkey.state,
    () => rendered,
  ) as State<U>;
}

/** Who is logged in, behind an outage as well. */
export function useUser<U extends User = User>(): U | undefined {
  return userOf(useSession<U>());
}

/** That the login is about to end, counted down by the second; nothing while it is not. */
export function useEnding(): (Ending & { readonly stay: () => Promise<State> }) | undefined {
  const latchkey = useLatchkey();
  const state = useSession();
  const [now, setNow] = useState(Date.now);
  const isNear = endingOf(state, now) !== undefined;
  useEffect(() => {
    if (!isNear) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isNear]);
  const stay = useCallback(() => latchkey.stay(), [latchkey]);
  const ending = endingOf(state, now);
  return ending && { ...ending, stay };
}
