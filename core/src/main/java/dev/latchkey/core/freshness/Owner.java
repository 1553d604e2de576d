package dev.latchkey.core.freshness;

import dev.latchkey.core.session.Session;

/**
 * That somebody holds the current token of a live session: they may see what is their own. Says nothing of freshness; made
 * by {@link Freshness} alone.
 */
public final class Owner {
    private final Session session;

    Owner(Session session) {
        this.session = session;
    }

    /** The session that is theirs. */
    public Session session() {
        return session;
    }

    @Override
    public String toString() {
        return "Owner[" + session.id() + "]";
    }
}
