package dev.latchkey.core.freshness;

import dev.latchkey.core.session.Session;

/**
 * That somebody holds a fresh session: they may do what needs one, and whatever its owner may. Made by {@link Freshness}
 * alone, so that no act which asks for one can be reached without the question.
 */
public final class Fresh implements Privilege {
    private final Session session;

    Fresh(Session session) {
        this.session = session;
    }

    /** The session that is fresh. */
    public Session session() {
        return session;
    }

    /** Who is fresh is the owner. */
    public Owner owner() {
        return new Owner(session);
    }

    @Override
    public String toString() {
        return "Fresh[" + session.id() + "]";
    }
}
