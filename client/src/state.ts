import { type ClientCode, type CookieLossCause, type ErrorCode, type Reason, readReason } from "./codes.js";

/** Who is logged in: the server's allow-listed view. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly name: string;
}

/** What is known of this login. Instants are RFC 3339 with `Z`; `id` is a public handle, not a secret. */
export interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly authenticatedAt: string;
  readonly expiresAt: string;
  readonly idleExpiresAt: string;
  readonly fresh: boolean;
  readonly remembered: boolean;
}

/** Nobody has asked the server yet, or the page came back from the browser's cache. */
export interface Unknown {
  readonly status: "unknown";
}

export interface LoggedIn<U extends User = User> {
  readonly status: "loggedIn";
  readonly user: U;
  readonly session: Session;
  /**
   * Only while the end is near (see `warnBefore`): when this login ends if nothing more is done, in milliseconds by
   * this browser's clock.
   */
  readonly endsAt?: number;
  /** Whether a logout asked for here has not reached the server yet: it is sent again by itself until it has. */
  readonly loggingOut?: boolean;
}

/**
 * How this page came to know: it was so from the start, `logout` was called here, another tab logged out,
 * the server said so of a login that was good before, or a login just made never came back with its cookie.
 */
export type LoggedOutBy = "start" | "thisTab" | "otherTab" | "server" | "cookieNotStored";

export interface LoggedOut {
  readonly status: "loggedOut";
  readonly reason: Reason;
  readonly by: LoggedOutBy;
  /** Only with `cookieNotStored`: the likely cause. */
  readonly loss?: CookieLoss;
}

/** Why a login that was just made did not last: the browser sent no cookie with what came after it. */
export interface CookieLoss {
  readonly code: "cookie_not_stored";
  /** The likeliest cause. */
  readonly cause: CookieLossCause;
  /** What the server saw, where its diagnostics are on. For whoever runs the app, not for the person at the page. */
  readonly detail?: string;
  /** What the server says to do about it. */
  readonly cure?: string;
}

/** The server cannot say. Not a logout: what was last known stays known, and the client asks again by itself. */
export interface Unavailable<U extends User = User> {
  readonly status: "unavailable";
  readonly code: ErrorCode | ClientCode;
  readonly last: LoggedIn<U> | LoggedOut | undefined;
}

export type State<U extends User = User> = Unknown | LoggedIn<U> | LoggedOut | Unavailable<U>;

/** What the state says of who is there, behind an outage as well. */
export function lastKnown<U extends User>(state: State<U>): LoggedIn<U> | LoggedOut | undefined {
  if (state.status === "unavailable") return state.last;
  return state.status === "unknown" ? undefined : state;
}

/** The body of `GET /api/getsession`: a login, the reason why there is none, or `undefined` for anything else. */
export function readView(body: Record<string, unknown> | undefined): LoggedIn | LoggedOut | undefined {
  if (body?.login === true && body.user && body.session) {
    return { status: "loggedIn", user: body.user as User, session: body.session as Session };
  }
  return body?.login === false ? { status: "loggedOut", reason: readReason(body), by: "start" } : undefined;
}

/** What a server knew when it rendered the page: a body of `getsession`, or what stands for one during an outage. */
export function readHandedOver(
  body: Record<string, unknown> | undefined,
): LoggedIn | LoggedOut | Unavailable | undefined {
  return body?.unavailable === true
    ? { status: "unavailable", code: "store_unavailable", last: undefined }
    : readView(body);
}
