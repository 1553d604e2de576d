package dev.latchkey.session;

/** What a session token stands for. */
public sealed interface Resolution {
    /** A live session. */
    record Active(Session session) implements Resolution {}

    /** A session that is over, and why. */
    record Ended(EndReason reason) implements Resolution {}

    /** Never a session, or one that ended so long ago that its reason is forgotten. */
    record Unknown() implements Resolution {}
}
