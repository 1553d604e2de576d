package dev.latchkey.http.diagnosis;

import java.util.Locale;

/** Why a login would not last. */
public enum Cause {
    /** A proxy that is not believed passed the request on. */
    PROXY_NOT_TRUSTED,
    /** The request is for another host than browsers use. */
    HOST_REWRITTEN,
    /** The public origin is https, and the request came unencrypted. */
    NOT_ENCRYPTED,
    /** The public origin is http, and the request came encrypted. */
    UNEXPECTEDLY_ENCRYPTED,
    /** A page of an origin that is not trusted asks. */
    ORIGIN_NOT_TRUSTED,
    /** A page of another site asks, and cookies stay on theirs. */
    COOKIE_STAYS_ON_SITE,
    /** The session cookie came twice. */
    COOKIE_CONFLICT,
    /** There are more cookies than are read. */
    COOKIES_TOO_LARGE,
    /** A page of another origin asks and sends no cookie. */
    NO_COOKIE_SENT;

    /** The cause on the wire: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
