package dev.latchkey.core.session;

/** What a session token stands for. */
public sealed interface Resolution {
    /**
     * A live session.
     *
     * @param session as it stands
     * @param standing what the holder of this token may do with it
     */
    record Active(Session session, Standing standing) implements Resolution {
        /** A live session by its current token. */
        public Active(Session session) {
            this(session, Standing.CURRENT);
        }
    }

    /** A session that is over, and why. */
    record Ended(EndReason reason) implements Resolution {}

    /** Never a session, or one that ended so long ago that its reason is forgotten. */
    record Unknown() implements Resolution {}
}
