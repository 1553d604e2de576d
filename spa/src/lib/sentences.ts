import type { CookieLoss, LatchkeyError, LoggedOut } from "@latchkey/client";

/** Why there is no login, in a sentence; nothing for somebody who simply arrives. */
export function whyLoggedOut({ reason, by }: LoggedOut, wasGoingSomewhere: boolean): string | undefined {
  if (by === "cookieNotStored") {
    return "This browser did not keep the login cookie, so you are not logged in.";
  }
  switch (reason) {
    case "none":
      if (by === "server") {
        return "You were logged out, perhaps in another tab: this browser no longer has its login cookie.";
      }
      return wasGoingSomewhere ? "Please log in to see that page." : undefined;
    case "unknown":
      return "The login this browser had is not known here, or ended long ago. Please log in again.";
    case "cookie_conflict":
      return "This browser sent two different login cookies, so neither was trusted. Logging in puts that right.";
    case "logged_out":
      if (by === "thisTab") return "You are logged out.";
      if (by === "otherTab") return "You were logged out in another tab.";
      return "You logged out earlier, here or in another tab.";
    case "revoked":
      return "Your login was ended from another device, by an administrator, or by a change of password.";
    case "replaced":
      return "You were logged out here because newer logins of yours reached the limit for one account.";
    case "idle_expired":
      return "You were logged out because your session expired after a long time without activity.";
    case "expired":
      return "You were logged out because your session reached the end of its lifetime.";
    case "protected":
      return "You were logged out because your session was used from what looks like a different browser.";
    case "stolen":
      return "Your remembered login was used from elsewhere, so it was ended everywhere. Log in and change your password.";
    default:
      return reason satisfies never;
  }
}

/** What whoever runs this app can do about a cookie that the browser does not keep. */
export function cureOf({ cause, detail, cure }: CookieLoss): string {
  if (detail && cure) return `${detail}; ${cure}.`;
  switch (cause) {
    case "cookies_disabled":
      return "This browser takes no cookies at all: allow them for this site.";
    case "credentials_omitted":
    case "no_cookie_sent":
      return 'The page calls the API without cookies: leave the option "credentials" out, or set it to "include".';
    case "loopback_names_differ":
      return "Page and API use two names of this machine (localhost and 127.0.0.1), which are two sites: use one name for both.";
    case "insecure_page":
      return "The page was opened over http, where browsers drop a Secure cookie: open it with https, and redirect http there.";
    case "cookie_stays_on_site":
    case "origin_not_trusted":
      return "Page and API are of two sites, and browsers keep their cookies apart: put both below one domain or behind one proxy.";
    case "cookie_removed":
      return "Something between browser and server removes the cookie: let the proxy pass Set-Cookie and Cookie on untouched.";
    case "proxy_not_trusted":
    case "not_encrypted":
    case "unexpectedly_encrypted":
    case "host_rewritten":
      return "The server does not see the address that this page was opened with: check public-origin, trusted-proxies and the headers that the proxy sets.";
    case "cookie_conflict":
    case "cookies_too_large":
      return "Other applications of this host have left cookies in the way: delete the cookies of this site.";
    default:
      return cause satisfies never;
  }
}

/** What went wrong with a request, in a sentence; `later`: when to try again, where somebody counts it down. */
export function whatFailed(
  { code, retryAfter }: Pick<LatchkeyError, "code"> & { readonly retryAfter?: number | undefined },
  later = retryAfter ? `in ${duration(retryAfter)}` : "in a moment",
): string {
  switch (code) {
    case "bad_credentials":
      return "Wrong username or password";
    case "unreachable":
      return "Error connecting to server";
    case "throttled":
      return `Too many attempts. You can try again ${later}.`;
    case "busy":
      return `The server is busy. Please try again ${later}.`;
    case "store_unavailable":
      return `Logins cannot be looked up right now. Please try again ${later}.`;
    case "origin_rejected":
      return "The server does not accept requests from this page. Reload it, or open the server's own address.";
    case "csrf_token_invalid":
      return "This page is too old for the server. Reload it and try again.";
    case "cookie_not_stored":
      return "You cannot be logged in without the login cookie.";
    case "internal_error":
      return "The server made a mistake and has written it down. Please try again in a moment.";
    case "malformed_request":
    case "content_too_large":
      return "The server could not read what was sent. Check what you typed and try again.";
    case "misdirected_request":
      return "The server does not answer under this address.";
    case "request_timeout":
      return "Sending took too long. Please try again.";
    case "not_authenticated":
    case "session_ended":
    case "session_expired":
    case "session_protected":
    case "session_stolen":
      return "You are no longer logged in.";
    case "reauthentication_required":
      return "Nothing was changed: this needs your password.";
    case "validation_failed":
      return "Not everything could be accepted.";
    case "username_unavailable":
      return "This username is not available. Choose another.";
    case "not_found":
    case "method_not_allowed":
    case "uri_too_long":
    case "unsupported_media_type":
    case "headers_too_large":
    case "unexpected_answer":
      return "The answer did not come from the login server. Check the address of this page.";
    default:
      return code satisfies never;
  }
}

export function duration(seconds: number): string {
  const [count, unit] = seconds < 90 ? [Math.ceil(seconds), "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** The time left, for somebody who watches it: "45 seconds", "1:30". */
export function countdown(seconds: number): string {
  return seconds < 60
    ? duration(seconds)
    : `${Math.floor(seconds / 60)}:${`${seconds % 60}`.padStart(2, "0")}`;
}
