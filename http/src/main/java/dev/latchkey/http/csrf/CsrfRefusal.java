package dev.latchkey.http.csrf;

/**
 * A request that another site may have caused.
 *
 * @param rule which check it failed
 * @param enforced whether it was refused; otherwise it was let through, to be reported only
 * @param method as sent, made printable
 * @param path as sent, made printable
 * @param detail a sentence; printable
 */
public record CsrfRefusal(Rule rule, boolean enforced, String method, String path, String detail) {
    /** The checks. */
    public enum Rule {
        /** An unsafe request came from an origin that is not trusted. */
        ORIGIN,
        /** A page of an origin that is not trusted wanted to read. */
        CORS,
        /** The CSRF token was missing or wrong. */
        TOKEN
    }
}
