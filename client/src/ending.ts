import { type LoggedIn, lastKnown, type State, type User } from "./state.js";

/** That a login is about to end. */
export interface Ending {
  /** In milliseconds by this browser's clock. */
  readonly endsAt: number;
  readonly secondsLeft: number;
  /** The login reaches the end of its lifetime: staying does not help, only a new login does. */
  readonly forGood: boolean;
}

export function endingOf(state: State, now: number): Ending | undefined {
  if (state.status !== "loggedIn" || state.endsAt === undefined) return undefined;
  const { endsAt, session } = state;
  return {
    endsAt,
    secondsLeft: Math.max(0, Math.round((endsAt - now) / 1000)),
    forGood: Date.parse(session.expiresAt) <= Date.parse(session.idleExpiresAt),
  };
}

/** Who is there, behind an outage as well. */
export function userOf<U extends User>(state: State<U>): U | undefined {
  return (lastKnown(state) as Partial<LoggedIn<U>> | undefined)?.user;
}
