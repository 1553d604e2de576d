import { localPath, type State, type User } from "@latchkey/client";

export type Page = "login" | "register" | "user" | "sessions" | "password" | "notFound";

/**
 * What a path shows in a state, or where it leads instead (`next`: where to go on after a login): to another page here, or to
 * one {@link isElsewhere}, as that of a backend behind the same proxy.
 */
export type Decision =
  | { readonly show: Page | "outage" | "waiting" }
  | { readonly show?: never; readonly go: string; readonly next?: string };

export interface Place {
  /** On this origin, with the base. */
  readonly pathname: string;
  /** Where the app lies: a path without a slash at its end, or nothing. */
  readonly base?: string;
  readonly search: string;
  /** From the history entry or the query: not to be trusted. */
  readonly next: unknown;
  /** Where a login leads that was on the way nowhere. */
  readonly home?: string;
  /** It was sent on before, and came back: what is there wants something else than this login. */
  readonly returned?: boolean;
}

/** A path as the app knows it; undefined for one that is outside. */
export function inApp(pathname: string, base: string): string | undefined {
  if (pathname === base) return "/";
  return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : undefined;
}

function pageAt(pathname: string | undefined): Page {
  if (pathname === undefined) return "notFound";
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

/** Neither the API's, where a link of somebody else's could act, nor a page that whoever is logged in has no need of. */
function isForAPerson(path: string, base: string): boolean {
  const { pathname } = new URL(path, "http://here.invalid");
  const page = pageAt(inApp(pathname, base));
  const isActing = /^\/(api|\.well-known)(\/|$)/i.test(decodeURIComponent(pathname));
  return page !== "login" && page !== "register" && !isActing;
}

/** Whether a path is none of this app's pages: the browser has to open it, from whoever serves it. */
export function isElsewhere(path: string, base = ""): boolean {
  return pageAt(inApp(new URL(path, "http://here.invalid").pathname, base)) === "notFound";
}

/**
 * Where somebody was going, by the query. Proxies write it as it was asked for, with all that it has; anybody else encodes
 * it.
 */
export function nextIn(search: string): string | undefined {
  const raw = /^\?next=(\/.*)$/.exec(search)?.[1];
  return raw ?? new URLSearchParams(search).get("next") ?? undefined;
}

export function decide(
  state: State,
  { pathname, base = "", search, next, home = `${base}/user`, returned = false }: Place,
): Decision {
  const shown = inApp(pathname, base) ?? "";
  const page = pageAt(shown);
  if (page === "notFound") return { show: page };
  const isForAnybody = page === "login" || page === "register";

  const known = state.status === "unavailable" ? state.last : state;
  if (!known) return { show: "outage" };
  switch (known.status) {
    case "unknown":
      return { show: "waiting" };
    case "loggedIn": {
      if (!isForAnybody) return { show: isOf(known.user, shown) ? page : "notFound" };
      const there = localPath(next, home);
      const go = isForAPerson(there, base) ? there : home;
      return { go: returned && isElsewhere(go, base) ? `${base}/user` : go };
    }
    case "loggedOut": {
      if (isForAnybody) return { show: page };
      // Whoever logged out meant to leave: the next login starts at the front.
      const left = known.by === "thisTab" || known.by === "otherTab";
      const front = `${base}/`;
      return left ? { go: front } : { go: front, next: pathname + search };
    }
    default:
      return known satisfies never;
  }
}
