package dev.latchkey.http.problem;

import dev.latchkey.core.session.EndReason;
import java.util.Locale;

/** Why nobody is logged in: one list for the API, the client and the page. */
public enum Reason {
    /** No cookie was sent. */
    NONE(ErrorCode.NOT_AUTHENTICATED, "no session cookie was sent"),
    /** Never a session, or gone for more than a day. */
    UNKNOWN(ErrorCode.NOT_AUTHENTICATED, "the session is not known here"),
    /** Our cookie came twice. */
    COOKIE_CONFLICT(ErrorCode.NOT_AUTHENTICATED, "the session cookie was sent more than once; log in again"),
    /** Logged out, here or in another tab. */
    LOGGED_OUT(ErrorCode.SESSION_ENDED, "the session was logged out"),
    /** Ended from elsewhere. */
    REVOKED(ErrorCode.SESSION_ENDED, "the session was ended from another device or by an operator"),
    /** Pushed out by a newer session. */
    REPLACED(ErrorCode.SESSION_ENDED, "the session was replaced by a newer one"),
    /** Unused for too long. */
    IDLE_EXPIRED(ErrorCode.SESSION_EXPIRED, "the session expired after lying idle"),
    /** Lived for too long. */
    EXPIRED(ErrorCode.SESSION_EXPIRED, "the session expired"),
    /** Seen in another browser. */
    PROTECTED(ErrorCode.SESSION_PROTECTED, "the session came from another browser and was ended"),
    /** A spent remember-me token came back. */
    STOLEN(ErrorCode.SESSION_STOLEN, "a spent remember-me token came back, so its sessions were ended");

    private final ErrorCode code;
    private final String detail;

    Reason(ErrorCode code, String detail) {
        this.code = code;
        this.detail = detail;
    }

    /** The reason a store kept. */
    public static Reason of(EndReason reason) {
        return switch (reason) {
            case LOGGED_OUT -> LOGGED_OUT;
            case REVOKED -> REVOKED;
            // Whoever is told has no token of that series, or would have got the other session.
            case REPLACED, RETURNED -> REPLACED;
            case IDLE_EXPIRED -> IDLE_EXPIRED;
            case EXPIRED -> EXPIRED;
            case PROTECTED -> PROTECTED;
            case STOLEN -> STOLEN;
        };
    }

    /** The code of the 401 that carries this reason. */
    public ErrorCode code() {
        return code;
    }

    /** A sentence for a developer. */
    public String detail() {
        return detail;
    }

    /** The reason on the wire: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
