package dev.latchkey.http.guard;

import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.session.Standing;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.wire.Bodies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the API and the page say about who is logged in: the same bytes for both. Reads no clock: what is said is true of
 * the moment that the session was judged at.
 */
public final class SessionView {
    private static final String EXPIRES_IN = "Latchkey-Expires-In";

    private final SessionPolicy policy;
    private final Freshness freshness;

    /** Computes deadlines by that policy. */
    SessionView(SessionPolicy policy, Freshness freshness) {
        this.policy = policy;
        this.freshness = freshness;
    }

    /** JSON that says who is there, why nobody is, or that it cannot be told now. */
    public byte[] of(Access access) {
        return switch (access) {
            case Access.Member member -> loggedIn(member.session(), member.isFresh(), member.at());
            case Access.Stranger(Reason reason, boolean mayReturn, List<HeaderField> headers) ->
                Bodies.loggedOut(reason, mayReturn);
            case Access.Refused refused -> Bodies.unavailable();
        };
    }

    /** JSON that says who is there, for the current token of a session in which a credential was proven just now. */
    public byte[] proven(Session session) {
        Instant at = session.authenticatedAt();
        return loggedIn(session, freshness.isFresh(session, Standing.CURRENT, at), at);
    }

    private byte[] loggedIn(Session session, boolean isFresh, Instant now) {
        return Bodies.loggedIn(session, policy.expiresAt(session, now), policy.idleExpiresAt(session, now), isFresh);
    }

    /**
     * How long the session lasts if nothing more is done with it, in whole seconds: a length and not an instant, so that
     * a client whose clock is wrong warns in time. Never more than the idle timeout, as it would be after this machine's
     * clock was set back, and never 0 of a session that lives.
     */
    public HeaderField expiresIn(Session session, Instant now) {
        long seconds = Duration.between(now, policy.idleExpiresAt(session, now)).toSeconds();
        return new HeaderField(EXPIRES_IN, Long.toString(Math.max(1, seconds)));
    }
}
