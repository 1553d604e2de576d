import { localPath, type State, type User } from "@latchkey/client";

export type Page = "login" | "register" | "user" | "sessions" | "password" | "notFound";

/**
 * What a path shows in a state, or where it leads instead (`next`: where to go on after a login): to another page here, or
 * away to one of this origin that is none of this app's, as that of a backend behind the same proxy.
 */
export type Decision =
  | { readonly show: Page | "outage" | "waiting" }
  | { readonly show?: never; readonly go: string; readonly next?: string }
  | { readonly show?: never; readonly leave: string };

export interface Place {
  readonly pathname: string;
  readonly search: string;
  /** From the history entry or the query: not to be trusted. */
  readonly next: unknown;
}

const HOME_OF_A_USER = "/user";

function pageAt(pathname: string): Page {
  if (/^\/user(\/[^/]*)?$/i.test(pathname)) return "user";
  switch (pathname) {
    case "/":
    case "/login":
      return "login";
    case "/register":
      return "register";
    case "/sessions":
      return "sessions";
    case "/password":
      return "password";
    default:
      return "notFound";
  }
}

/** `/user/jane` is Jane's, and nobody is shown their own in its place. */
function isOf({ username }: User, pathname: string): boolean {
  const [, , name] = pathname.split("/");
  try {
    return !name || decodeURIComponent(name).toLowerCase() === username.toLowerCase();
  } catch {
    return false;
  }
}

/** No page of this app, and nothing that does something: the API logs out by `GET` too. */
function isElsewhere(path: string): boolean {
  const { pathname } = new URL(path, "http://here.invalid");
  return pageAt(pathname) === "notFound" && !/^\/api(\/|$)/i.test(decodeURIComponent(pathname));
}

export function decide(state: State, { pathname, search, next }: Place): Decision {
  const page = pageAt(pathname);
  if (page === "notFound") return { show: page };
  const isForAnybody = page === "login" || page === "register";

  const known = state.status === "unavailable" ? state.last : state;
  if (!known) return { show: "outage" };
  switch (known.status) {
    case "unknown":
      return { show: "waiting" };
    case "loggedIn": {
      if (!isForAnybody) return { show: isOf(known.user, pathname) ? page : "notFound" };
      const there = localPath(next, HOME_OF_A_USER);
      if (/^\/(user|sessions|password)([/?#]|$)/.test(there)) return { go: there };
      return isElsewhere(there) ? { leave: there } : { go: HOME_OF_A_USER };
    }
    case "loggedOut": {
      if (isForAnybody) return { show: page };
      // Whoever logged out meant to leave: the next login starts at the front.
      const left = known.by === "thisTab" || known.by === "otherTab";
      return left ? { go: "/" } : { go: "/", next: pathname + search };
    }
    default:
      return known satisfies never;
  }
}
