package dev.latchkey.http.problem;

import java.util.Locale;

/** Every refusal a client can see. The codes are API; the sentences are not. */
public enum ErrorCode {
    /** The body is not what this route takes. */
    MALFORMED_REQUEST(400, "Malformed request"),
    /** The username or the password is wrong. */
    BAD_CREDENTIALS(401, "Bad credentials"),
    /** Nobody is logged in. */
    NOT_AUTHENTICATED(401, "Not logged in"),
    /** The session was ended. */
    SESSION_ENDED(401, "Session ended"),
    /** A deadline of the session passed. */
    SESSION_EXPIRED(401, "Session expired"),
    /** Session protection ended it. */
    SESSION_PROTECTED(401, "Session ended for your protection"),
    /** A spent remember-me token came back. */
    SESSION_STOLEN(401, "Session ended because it may have been stolen"),
    /** Another site may have caused the request. */
    ORIGIN_REJECTED(403, "Request from another origin"),
    /** The CSRF token is wrong, or required and missing. */
    CSRF_TOKEN_INVALID(403, "Wrong CSRF token"),
    /** The password must have been proven recently. */
    REAUTHENTICATION_REQUIRED(403, "Prove your password again"),
    /** There is no such route. */
    NOT_FOUND(404, "Not found"),
    /** The route does not take this method. */
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    /** The request did not arrive in time. */
    REQUEST_TIMEOUT(408, "Request timed out"),
    /** Somebody has that username, or nobody may have it. */
    USERNAME_UNAVAILABLE(409, "Username not available"),
    /** The body is too large. */
    CONTENT_TOO_LARGE(413, "Content too large"),
    /** The request target is too long. */
    URI_TOO_LONG(414, "URI too long"),
    /** The body is not JSON. */
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    /** The request was for a host that is not served here. */
    MISDIRECTED_REQUEST(421, "Misdirected request"),
    /** What was typed fits the form and breaks a rule. */
    VALIDATION_FAILED(422, "Not accepted"),
    /** The headers are too large. */
    HEADERS_TOO_LARGE(431, "Request header fields too large"),
    /** Guesses came too fast. */
    THROTTLED(429, "Too many attempts"),
    /** Something here is broken. */
    INTERNAL_ERROR(500, "Internal error"),
    /** The store cannot answer now. */
    STORE_UNAVAILABLE(503, "Store unavailable"),
    /** Too many passwords are being checked. */
    BUSY(503, "Busy");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status it is sent with. */
    public int status() {
        return status;
    }

    /** A few words, the same each time. */
    public String title() {
        return title;
    }

    /** The code on the wire: lower case with underscores. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
