package dev.latchkey.http.diagnosis;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why a login would not last: the one list, whoever notices. */
public enum Cause {
    /** The browser keeps no cookie at all. */
    COOKIES_DISABLED(Witness.PAGE),
    /** The page's script sends its calls without cookies. */
    CREDENTIALS_OMITTED(Witness.PAGE),
    /** {@code localhost} and {@code 127.0.0.1} are two sites. */
    LOOPBACK_NAMES_DIFFER(Witness.PAGE, Witness.DOCTOR),
    /** The page came unencrypted. */
    INSECURE_PAGE(Witness.PAGE),
    /** Something took the cookie away, and the page cannot tell what. */
    COOKIE_REMOVED(Witness.PAGE),
    /** A proxy that is not believed passed the request on. */
    PROXY_NOT_TRUSTED(Witness.SERVER, Witness.DOCTOR),
    /** The request is for another host than browsers use. */
    HOST_REWRITTEN(Witness.SERVER, Witness.DOCTOR),
    /** The public origin is https, and the request came unencrypted. */
    NOT_ENCRYPTED(Witness.SERVER),
    /** The public origin is http, and the request came encrypted. */
    UNEXPECTEDLY_ENCRYPTED(Witness.SERVER),
    /** A page of an origin that is not trusted asks. */
    ORIGIN_NOT_TRUSTED(Witness.SERVER),
    /** Page and API are of two sites, and the cookie stays on its own. */
    COOKIE_STAYS_ON_SITE(Witness.PAGE, Witness.SERVER, Witness.DOCTOR),
    /** The session cookie came twice. */
    COOKIE_CONFLICT(Witness.SERVER),
    /** There are more cookies than are read. */
    COOKIES_TOO_LARGE(Witness.SERVER),
    /** A page of another origin asks and sends no cookie. */
    NO_COOKIE_SENT(Witness.SERVER),
    /** Nobody answers at that address. */
    UNREACHABLE(Witness.DOCTOR),
    /** The certificate is none that browsers accept. */
    CERTIFICATE_REFUSED(Witness.DOCTOR),
    /** One side speaks http where the other speaks https. */
    SCHEME_MISMATCH(Witness.DOCTOR),
    /** The address leads elsewhere. */
    REDIRECTED(Witness.DOCTOR),
    /** A proxy answers and does not reach Latchkey. */
    SERVER_BEHIND_PROXY_DOWN(Witness.DOCTOR),
    /** Something else answers {@code /api}. */
    API_NOT_ROUTED(Witness.DOCTOR),
    /** A proxy changes the path on the way. */
    PATH_REWRITTEN(Witness.DOCTOR),
    /** A believed proxy does not say that it decrypted. */
    SCHEME_NOT_PASSED(Witness.DOCTOR),
    /** The address is not the one the server takes for its own. */
    PUBLIC_ORIGIN_DIFFERS(Witness.DOCTOR),
    /** The store does not answer. */
    STORE_UNAVAILABLE(Witness.DOCTOR),
    /** A cache gives one visitor's answer to another. */
    SHARED_CACHE(Witness.DOCTOR),
    /** The order never to store an answer is lost on the way. */
    CACHE_CONTROL_REWRITTEN(Witness.DOCTOR),
    /** The headers by which forged requests are known do not arrive. */
    ORIGIN_HEADERS_STRIPPED(Witness.DOCTOR),
    /** Forged requests are reported and let through. */
    PROTECTION_REPORTS_ONLY(Witness.DOCTOR),
    /** An encrypted page may not call an unencrypted API. */
    MIXED_CONTENT(Witness.DOCTOR),
    /** The page's origin is none of {@code spa-origins}. */
    ORIGIN_NOT_LISTED(Witness.DOCTOR),
    /** Something before Latchkey answers the browser's question whether it may send. */
    PREFLIGHT_ANSWERED_BY_PROXY(Witness.DOCTOR),
    /** The answer does not let the page read it. */
    CORS_HEADERS_REWRITTEN(Witness.DOCTOR),
    /** The answer sets no cookie where it should. */
    SET_COOKIE_STRIPPED(Witness.DOCTOR),
    /** The cookie came otherwise than Latchkey sets it. */
    COOKIE_REWRITTEN(Witness.DOCTOR),
    /** The cookie is {@code Secure}, and the connection is not. */
    SECURE_COOKIE_DROPPED(Witness.DOCTOR),
    /** Two cookies of one name. */
    TWIN_COOKIES(Witness.DOCTOR),
    /** The cookie does not arrive at the server. */
    COOKIE_NOT_PASSED(Witness.DOCTOR),
    /** The page may not act, though it may read. */
    ORIGIN_REJECTED(Witness.DOCTOR),
    /** Something answered that was not expected. */
    UNEXPECTED_ANSWER(Witness.DOCTOR);

    /** Who can notice something. */
    public enum Witness {
        /** The page in the browser, by itself. */
        PAGE,
        /** The server, of one request, where {@code GET /api/diagnostics} is on. */
        SERVER,
        /** {@code latchkey doctor --live}, on the way that browsers take. */
        DOCTOR
    }

    private final boolean isSeenByPage;
    private final boolean isSeenByServer;
    private final boolean isSeenByDoctor;

    Cause(Witness... witnesses) {
        List<Witness> all = List.of(witnesses);
        this.isSeenByPage = all.contains(Witness.PAGE);
        this.isSeenByServer = all.contains(Witness.SERVER);
        this.isSeenByDoctor = all.contains(Witness.DOCTOR);
    }

    /** Whether that one can notice it. */
    public boolean isSeenBy(Witness witness) {
        return switch (witness) {
            case PAGE -> isSeenByPage;
            case SERVER -> isSeenByServer;
            case DOCTOR -> isSeenByDoctor;
        };
    }

    /** The cause on the wire and in output for programs: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The cause of that name on the wire; empty for one that only another version knows. */
    public static Optional<Cause> ofWire(String name) {
        return Arrays.stream(values())
                .filter(cause -> cause.wireName().equals(name))
                .findFirst();
    }
}
