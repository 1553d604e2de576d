import { localPath, type State } from "@latchkey/client";

/** What a path shows in a state, or where it leads instead (`next`: where to go on after a login). */
export type Decision =
  | { readonly show: "login" | "user" | "notFound" | "outage" | "waiting" }
  | { readonly show?: never; readonly go: string; readonly next?: string };

export interface Place {
  readonly pathname: string;
  readonly search: string;
  /** From the history entry or the query: not to be trusted. */
  readonly next: unknown;
}

const HOME_OF_A_USER = "/user";

export function decide(state: State, { pathname, search, next }: Place): Decision {
  const isUserPage = /^\/user(\/|$)/i.test(pathname);
  if (!isUserPage && pathname !== "/") return { show: "notFound" };

  const known = state.status === "unavailable" ? state.last : state;
  if (!known) return { show: "outage" };
  switch (known.status) {
    case "unknown":
      return { show: "waiting" };
    case "loggedIn": {
      if (isUserPage) return { show: "user" };
      const there = localPath(next, HOME_OF_A_USER);
      return { go: /^\/user([/?#]|$)/.test(there) ? there : HOME_OF_A_USER };
    }
    case "loggedOut": {
      if (!isUserPage) return { show: "login" };
      // Whoever logged out meant to leave: the next login starts at the front.
      const left = known.by === "thisTab" || known.by === "otherTab";
      return left ? { go: "/" } : { go: "/", next: pathname + search };
    }
    default:
      return known satisfies never;
  }
}
