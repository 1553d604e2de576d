package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Freshness;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What the API and the page say about who is logged in: the same bytes for both. */
public final class SessionView {
    private static final String EXPIRES_IN = "Latchkey-Expires-In";

    private final SessionPolicy policy;
    private final Freshness freshness;
    private final InstantSource clock;

    /** Computes deadlines by that policy. */
    SessionView(SessionPolicy policy, Freshness freshness, InstantSource clock) {
        this.policy = policy;
        this.freshness = freshness;
        this.clock = clock;
    }

    /** JSON that says who is there, or why nobody is. */
    public byte[] of(Visitor visitor) {
        return switch (visitor) {
            case Visitor.LoggedIn(Session session, Standing standing) -> loggedIn(session, standing);
            case Visitor.LoggedOut(Reason reason, boolean mayReturn) -> Bodies.loggedOut(reason, mayReturn);
        };
    }

    /** JSON that says it cannot be told now. */
    public byte[] unavailable() {
        return Bodies.unavailable();
    }

    byte[] loggedIn(Session session, Standing standing) {
        Instant now = clock.instant();
        return Bodies.loggedIn(
                session,
                policy.expiresAt(session, now),
                policy.idleExpiresAt(session, now),
                freshness.isFresh(session, standing));
    }

    /**
     * How long the session lasts if nothing more is done with it, in whole seconds: a length and not an instant, so that
     * a client whose clock is wrong warns in time. Never more than the idle timeout, as it would be after this machine's
     * clock was set back.
     */
    HeaderField expiresIn(Session session) {
        Instant now = clock.instant();
        long seconds = Duration.between(now, policy.idleExpiresAt(session, now)).toSeconds();
        return new HeaderField(EXPIRES_IN, Long.toString(Math.max(0, seconds)));
    }
}
