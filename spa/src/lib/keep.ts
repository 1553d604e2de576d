import type { LoggedIn, State } from "@latchkey/client";

/**
 * Whose page stays as it is, with all that was typed, when the state changes. A session that the server ended is
 * begun again in a dialog over the page; whoever logged out, or has not been seen to be logged in, keeps nothing.
 */
export function keep(before: LoggedIn | undefined, state: State): LoggedIn | undefined {
  switch (state.status) {
    case "loggedIn":
      return state;
    case "unavailable":
      return state.last?.status === "loggedIn" ? state.last : before;
    case "loggedOut":
      return state.by === "server" && state.reason !== "logged_out" ? before : undefined;
    case "unknown":
      return undefined;
    default:
      return state satisfies never;
  }
}
