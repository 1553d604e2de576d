package dev.latchkey.core.session;

/** What the holder of a live session's token may still do with it. */
public enum Standing {
    /** Everything that the session itself allows. */
    CURRENT,
    /** Everything but what needs a fresh session: the browser or its network changed since a credential was proven. */
    ELSEWHERE,
    /**
     * Nothing but ordinary requests, and those only for a moment: the token was rotated away, and requests that were
     * under way with it must not fail. Never fresh, never rotated again (security rule 20).
     */
    PREDECESSOR
}
