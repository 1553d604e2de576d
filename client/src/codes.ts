// The words of the HTTP contract, each in one place. A test compares them with the server's enums, so
// these stay plain `as const` arrays of string literals: the server's test reads this file as text.

/** Why there is no session (`reason` of `GET /api/getsession` and of a 401). */
export const reasons = [
  "none",
  "unknown",
  "cookie_conflict",
  "logged_out",
  "revoked",
  "replaced",
  "idle_expired",
  "expired",
  "protected",
  "stolen",
] as const;

/** The `code` of a problem the server reports. */
export const errorCodes = [
  "malformed_request",
  "bad_credentials",
  "not_authenticated",
  "session_ended",
  "session_expired",
  "session_protected",
  "session_stolen",
  "origin_rejected",
  "csrf_token_invalid",
  "reauthentication_required",
  "not_found",
  "method_not_allowed",
  "request_timeout",
  "username_unavailable",
  "content_too_large",
  "uri_too_long",
  "unsupported_media_type",
  "misdirected_request",
  "validation_failed",
  "headers_too_large",
  "throttled",
  "internal_error",
  "store_unavailable",
  "busy",
] as const;

/**
 * What only the client can notice: nobody answered, something answered that is not the server, or the browser keeps no
 * cookie, so that a login cannot even begin.
 */
export const clientCodes = ["unreachable", "unexpected_answer", "cookie_not_stored"] as const;

/**
 * Why the cookie of a login did not come back: what a page can tell by itself, then what the server tells it
 * (`cause` of `GET /api/diagnostics`).
 */
export const cookieLossCauses = [
  "cookies_disabled",
  "credentials_omitted",
  "loopback_names_differ",
  "insecure_page",
  "cookie_removed",
  "proxy_not_trusted",
  "host_rewritten",
  "not_encrypted",
  "unexpectedly_encrypted",
  "origin_not_trusted",
  "cookie_stays_on_site",
  "cookie_conflict",
  "cookies_too_large",
  "no_cookie_sent",
] as const;

export type CookieLossCause = (typeof cookieLossCauses)[number];
export type Reason = (typeof reasons)[number];
export type ErrorCode = (typeof errorCodes)[number];
export type ClientCode = (typeof clientCodes)[number];

/** A reason this version does not know (a newer server's) counts as `unknown`. */
export function readReason({ reason }: { readonly reason?: unknown }): Reason {
  return reasons.find((known) => known === reason) ?? "unknown";
}
