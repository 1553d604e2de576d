package dev.latchkey.server.doctor;

import java.util.Locale;

/** Why a login would not last, as seen from where browsers are. */
public enum LiveCause {
    /** Nobody answers at that address. */
    UNREACHABLE,
    /** The certificate is none that browsers accept. */
    CERTIFICATE_REFUSED,
    /** One side speaks http where the other speaks https. */
    SCHEME_MISMATCH,
    /** The address leads elsewhere. */
    REDIRECTED,
    /** A proxy answers and does not reach Latchkey. */
    SERVER_BEHIND_PROXY_DOWN,
    /** Something else answers {@code /api}. */
    API_NOT_ROUTED,
    /** A proxy changes the path on the way. */
    PATH_REWRITTEN,
    /** A proxy that is not believed passed the request on. */
    PROXY_NOT_TRUSTED,
    /** A believed proxy does not say that it decrypted. */
    SCHEME_NOT_PASSED,
    /** A proxy asks for another host than browsers do. */
    HOST_REWRITTEN,
    /** The address is not the one the server takes for its own. */
    PUBLIC_ORIGIN_DIFFERS,
    /** The store does not answer. */
    STORE_UNAVAILABLE,
    /** A cache gives one visitor's answer to another. */
    SHARED_CACHE,
    /** The order never to store an answer is lost on the way. */
    CACHE_CONTROL_REWRITTEN,
    /** The headers by which forged requests are known do not arrive. */
    ORIGIN_HEADERS_STRIPPED,
    /** Forged requests are reported and let through. */
    PROTECTION_REPORTS_ONLY,
    /** An encrypted page may not call an unencrypted API. */
    MIXED_CONTENT,
    /** The page's origin is none of {@code spa-origins}. */
    ORIGIN_NOT_LISTED,
    /** Something before Latchkey answers the browser's question whether it may send. */
    PREFLIGHT_ANSWERED_BY_PROXY,
    /** The answer does not let the page read it. */
    CORS_HEADERS_REWRITTEN,
    /** The answer sets no cookie where it should. */
    SET_COOKIE_STRIPPED,
    /** The cookie came otherwise than Latchkey sets it. */
    COOKIE_REWRITTEN,
    /** The cookie is {@code Secure}, and the connection is not. */
    SECURE_COOKIE_DROPPED,
    /** Page and API are of two sites, and the cookie stays on its own. */
    COOKIE_STAYS_ON_SITE,
    /** {@code localhost} and {@code 127.0.0.1} are two sites. */
    LOOPBACK_NAMES_DIFFER,
    /** Two cookies of one name. */
    TWIN_COOKIES,
    /** The cookie does not arrive at the server. */
    COOKIE_NOT_PASSED,
    /** The page may not act, though it may read. */
    ORIGIN_REJECTED,
    /** Something answered that was not expected. */
    UNEXPECTED_ANSWER;

    /** The cause in output for programs: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
