import type { CookieLoss, LatchkeyError, LoggedOut } from "@latchkey/client";
import { after } from "./relativeTime.ts";
import { say } from "./words.ts";

/** Why there is no login, in a sentence; nothing for somebody who simply arrives. */
export function whyLoggedOut({ reason, by }: LoggedOut, wasGoingSomewhere: boolean): string | undefined {
  if (by === "cookieNotStored") {
    return say("ended.cookieNotStored");
  }
  switch (reason) {
    case "none":
      if (by === "server") {
        return say("ended.cookieGone");
      }
      return wasGoingSomewhere ? say("ended.notYet") : undefined;
    case "unknown":
      return say("ended.unknown");
    case "cookie_conflict":
      return say("ended.conflict");
    case "logged_out":
      if (by === "thisTab") return say("ended.here");
      if (by === "otherTab") return say("ended.otherTab");
      return say("ended.earlier");
    case "revoked":
      return say("ended.revoked");
    case "replaced":
      return say("ended.replaced");
    case "idle_expired":
      return say("ended.idle");
    case "expired":
      return say("ended.expired");
    case "protected":
      return say("ended.protected");
    case "stolen":
      return say("ended.stolen");
    default:
      return reason satisfies never;
  }
}

/** What whoever runs this app can do about a cookie that the browser does not keep: in English, as all that is for operators. */
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
  later = retryAfter ? after(retryAfter) : say("time.inAMoment"),
): string {
  switch (code) {
    case "bad_credentials":
      return say("failed.credentials");
    case "unreachable":
      return say("failed.unreachable");
    case "throttled":
      return say("failed.throttled", { when: later });
    case "busy":
      return say("failed.busy", { when: later });
    case "store_unavailable":
      return say("failed.store", { when: later });
    case "origin_rejected":
      return say("failed.origin");
    case "csrf_token_invalid":
      return say("failed.token");
    case "cookie_not_stored":
      return say("failed.noCookie");
    case "internal_error":
      return say("failed.internal");
    case "malformed_request":
    case "content_too_large":
      return say("failed.malformed");
    case "misdirected_request":
      return say("failed.misdirected");
    case "request_timeout":
      return say("failed.slow");
    case "not_authenticated":
    case "session_ended":
    case "session_expired":
    case "session_protected":
    case "session_stolen":
      return say("failed.loggedOut");
    case "reauthentication_required":
      return say("failed.needsPassword");
    case "validation_failed":
      return say("failed.notAccepted");
    case "username_unavailable":
      return say("failed.usernameTaken");
    case "not_found":
    case "method_not_allowed":
    case "uri_too_long":
    case "unsupported_media_type":
    case "headers_too_large":
    case "unexpected_answer":
      return say("failed.stranger");
    default:
      return code satisfies never;
  }
}
