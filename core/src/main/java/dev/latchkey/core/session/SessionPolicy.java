package dev.latchkey.core.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long sessions live (ASVS 5.0 V7.3.1, V7.3.2). Both deadlines are judged on the server's clock when a session is
 * used, so a store that purges late keeps nobody logged in.
 *
 * @param idleTimeout how long a session may lie unused
 * @param absoluteTimeout how long a session may live at all; at least the idle timeout
 */
public record SessionPolicy(Duration idleTimeout, Duration absoluteTimeout) {
    private static final Optional<EndReason> EXPIRED = Optional.of(EndReason.EXPIRED);
    private static final Optional<EndReason> IDLE_EXPIRED = Optional.of(EndReason.IDLE_EXPIRED);

    /** Activity is written back at most this often per session, so an idle deadline may be this much early. */
    static final Duration ACTIVITY_INTERVAL = Duration.ofMinutes(1);

    /** The shortest idle timeout: one that activity, noted once a minute, can keep from passing. */
    public static final Duration MIN_IDLE_TIMEOUT = ACTIVITY_INTERVAL.multipliedBy(2);

    /** 12 hours idle, 7 days in all: within NIST SP 800-63B AAL1, and a working day survives lunch. */
    public static final SessionPolicy DEFAULT = new SessionPolicy(Duration.ofHours(12), Duration.ofDays(7));

    /**
     * Checks that the two make sense together.
     *
     * @throws IllegalArgumentException when the idle timeout is under 2 minutes or above the absolute one
     */
    public SessionPolicy {
        if (idleTimeout.compareTo(MIN_IDLE_TIMEOUT) < 0) {
            throw new IllegalArgumentException("the idle timeout is at least 2 minutes, not " + idleTimeout
                    + ": activity is recorded once a minute");
        }
        if (absoluteTimeout.compareTo(idleTimeout) < 0) {
            throw new IllegalArgumentException("the absolute timeout (" + absoluteTimeout
                    + ") is not below the idle timeout (" + idleTimeout + ")");
        }
    }

    /**
     * When the session ends whatever happens: as it was told when it began, or earlier where the policy of today gives
     * it less. Never more than the policy gives, not even to a session that began while a clock was ahead.
     *
     * @param now to count from where the session says that it is yet to begin
     */
    public Instant expiresAt(Session session, Instant now) {
        return EpochMicros.toInstant(expiresAtMicros(session, EpochMicros.of(now)));
    }

    /** When the session ends if nobody uses it from now on. */
    public Instant idleExpiresAt(Session session, Instant now) {
        long nowMicros = EpochMicros.of(now);
        long idle = Math.min(session.lastSeenAtMicros(), nowMicros) + micros(idleTimeout);
        return EpochMicros.toInstant(Math.min(idle, expiresAtMicros(session, nowMicros)));
    }

    private long expiresAtMicros(Session session, long now) {
        long allowed = Math.min(session.createdAtMicros(), now) + micros(absoluteTimeout);
        return Math.min(session.expiresAtMicros(), allowed);
    }

    /**
     * Why the session is over at {@code now}; empty while it lives. At a deadline it is already over. Makes no instants,
     * as every request asks.
     *
     * <p>What was stored while a clock was ahead is believed for as long as a session may live at all, so that a clock
     * set right logs nobody out, and no longer, so that nothing lives for ever.
     */
    Optional<EndReason> expiry(Session session, Instant now) {
        long nowMicros = EpochMicros.of(now);
        long lived = nowMicros - session.createdAtMicros();
        long absolute = micros(absoluteTimeout);
        if (nowMicros >= session.expiresAtMicros() || lived >= absolute || -lived > absolute) {
            return EXPIRED;
        }
        return nowMicros - session.lastSeenAtMicros() >= micros(idleTimeout) ? IDLE_EXPIRED : Optional.empty();
    }

    /** Whether activity at {@code now} is worth writing back. */
    boolean isWorthRecording(Session session, Instant now) {
        return EpochMicros.of(now) - session.lastSeenAtMicros() >= micros(ACTIVITY_INTERVAL);
    }

    private static long micros(Duration duration) {
        return EpochMicros.of(duration);
    }
}
