package dev.latchkey.http.browser;

import dev.latchkey.core.browser.Client;

/**
 * Tells browsers apart by the User-Agent they send. Must be thread-safe; what it says of one text never changes, and
 * changes with no update of a browser.
 */
@FunctionalInterface
public interface UserAgentReader {
    /** What a User-Agent says: 1 to 512 characters that a stranger chose. */
    Client.Kind read(String userAgent);

    /** Knows no browser: every one of them is unknown, and session protection sees networks alone. */
    static UserAgentReader none() {
        return userAgent -> Client.Kind.UNKNOWN;
    }
}
