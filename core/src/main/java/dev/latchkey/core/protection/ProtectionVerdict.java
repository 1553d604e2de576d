package dev.latchkey.core.protection;

/** What session protection makes of a request. */
public sealed interface ProtectionVerdict {
    /** Nothing changed that matters here. */
    record Unchanged() implements ProtectionVerdict {}

    /**
     * This request is not fresh. Others of the same session may be: the verdict is about the request and nothing is
     * kept of it, or a thief could take the owner's freshness away.
     */
    record LosesFreshness() implements ProtectionVerdict {}

    /** The session ends. */
    record Ends() implements ProtectionVerdict {}
}
