package dev.latchkey.http.browser;

/** Tells browsers apart by the User-Agent they send. Must be thread-safe; what it says of one text never changes. */
@FunctionalInterface
public interface UserAgentReader {
    /** What a User-Agent says: at most 512 characters of it are shown, chosen by a stranger. */
    Agent read(String userAgent);

    /** Knows no browser: every one of them is unknown, and session protection sees networks alone. */
    static UserAgentReader none() {
        return userAgent -> Agent.UNKNOWN;
    }

    /**
     * A kind of browser, without versions, so that an update changes nothing.
     *
     * @param family such as {@code Firefox}; an empty string when it cannot be told
     * @param platform such as {@code Linux}; an empty string when it cannot be told
     */
    record Agent(String family, String platform) {
        /** Nothing can be told. */
        public static final Agent UNKNOWN = new Agent("", "");
    }
}
