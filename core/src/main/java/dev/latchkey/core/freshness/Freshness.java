package dev.latchkey.core.freshness;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says whether a session is <em>fresh</em>: a credential was proven in it recently, by who holds its current token, in
 * the browser and network that it belongs to. Thread-safe.
 *
 * <p>A remembered session never is, since nothing was proven in it (NIST SP 800-63B §5.1), a rotated-away token never is, and a future proof, left by a
 * clock that was set back, is not either.
 */
public final class Freshness {
    /** How long a proof counts as recent unless configured otherwise (ASVS 5.0 V7.5.3). */
    public static final Duration DEFAULT_FRESH_FOR = Duration.ofMinutes(5);

    /** The shortest that a proof may count as recent. */
    public static final Duration MIN_FRESH_FOR = Duration.ofSeconds(1);

    /** The longest that a proof may count as recent. */
    public static final Duration MAX_FRESH_FOR = Duration.ofDays(1);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final Duration freshFor;

    /**
     * Judges by that.
     *
     * @param freshFor how long a proof counts as recent, 1 second to 24 hours; at the end of it it does not any more.
     *     Longer spares people the password and gives a thief of the cookie more time
     * @throws IllegalArgumentException when it is out of range
     */
    public Freshness(Duration freshFor) {
        if (freshFor.compareTo(MIN_FRESH_FOR) < 0 || freshFor.compareTo(MAX_FRESH_FOR) > 0) {
            throw new IllegalArgumentException("a session is fresh for 1 second to 24 hours, not " + freshFor);
        }
        this.freshFor = freshFor;
    }

    /** Whether it is fresh at the moment that everything else about the request is judged by. */
    public boolean isFresh(Session session, Standing standing, Instant now) {
        if (standing != Standing.CURRENT || !session.isProven()) {
            return false;
        }
        Instant proven = session.authenticatedAt();
        return now.isBefore(proven.plus(freshFor)) && proven.isBefore(now.plus(CLOCK_SKEW));
    }

    /**
     * Whether what a token stands for allows an act that is the owner's own but needs no fresh session, such as listing
     * their sessions: the current token does, a predecessor does not.
     */
    public static Optional<Owner> judgeOwner(Resolution resolution) {
        return resolution instanceof Resolution.Active(Session session, Standing standing)
                        && standing != Standing.PREDECESSOR
                ? Optional.of(new Owner(session))
                : Optional.empty();
    }

    /**
     * Whether what a token stands for allows an act that needs a fresh session.
     *
     * @param now the moment that everything else about the request is judged by
     */
    public Privilege judge(Resolution resolution, Instant now) {
        return switch (resolution) {
            case Resolution.Active(Session session, Standing standing) ->
                isFresh(session, standing, now) ? new Fresh(session) : new Privilege.ReauthenticationRequired();
            case Resolution.Ended(EndReason reason) -> new Privilege.Ended(reason);
            case Resolution.Unknown() -> new Privilege.Unknown();
        };
    }
}
