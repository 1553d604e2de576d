package dev.latchkey.http.endpoint;

import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import java.time.Duration;
import java.time.InstantSource;

/** What the API and the page say about who is logged in: the same bytes for both. */
public final class SessionView {
    /** How recent a proven password must be to count as fresh. */
    private static final Duration FRESH_FOR = Duration.ofMinutes(5);

    private final SessionPolicy policy;
    private final InstantSource clock;

    /** Computes deadlines by that policy and freshness by that clock. */
    public SessionView(SessionPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** JSON that says who is there, or why nobody is. */
    public byte[] of(Visitor visitor) {
        return switch (visitor) {
            case Visitor.LoggedIn(Session session) -> loggedIn(session);
            case Visitor.LoggedOut(Reason reason) -> Bodies.loggedOut(reason);
        };
    }

    /** JSON that says it cannot be told now. */
    public byte[] unavailable() {
        return Bodies.unavailable();
    }

    byte[] loggedIn(Session session) {
        boolean isFresh = clock.instant().isBefore(session.authenticatedAt().plus(FRESH_FOR));
        return Bodies.loggedIn(session, policy.idleExpiresAt(session), isFresh);
    }
}
