import { type ClientCode, type ErrorCode, type Reason, reasons } from "./codes.js";
import type { CookieLoss } from "./cookieLoss.js";

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

export interface LoggedIn {
  readonly status: "loggedIn";
  readonly user: User;
  readonly session: Session;
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

/** The server cannot say. Not a logout: what was last known stays known, and the client asks again by itself. */
export interface Unavailable {
  readonly status: "unavailable";
  readonly code: ErrorCode | ClientCode;
  readonly last: LoggedIn | LoggedOut | undefined;
}

export type State = Unknown | LoggedIn | LoggedOut | Unavailable;

/** The body of `GET /api/getsession`: a login, the reason why there is none, or `undefined` for anything else. */
export function readView(body: Record<string, unknown> | undefined): LoggedIn | Reason | undefined {
  if (body?.login === true && body.user && body.session) {
    return { status: "loggedIn", user: body.user as User, session: body.session as Session };
  }
  return body?.login === false ? readReason(body) : undefined;
}

/** A reason this version does not know (a newer server's) counts as `unknown`. */
export function readReason(body: Record<string, unknown>): Reason {
  return reasons.find((known) => known === body.reason) ?? "unknown";
}
