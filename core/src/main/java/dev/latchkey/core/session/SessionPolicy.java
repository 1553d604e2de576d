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

    private static final Duration SHORTEST_ACTIVITY_INTERVAL = Duration.ofMinutes(1);
    private static final int ACTIVITY_INTERVALS = 60;

    /** The shortest idle timeout: one that activity, noted once a minute, can keep from passing. */
    public static final Duration MIN_IDLE_TIMEOUT = SHORTEST_ACTIVITY_INTERVAL.multipliedBy(2);

    /** A session is looked at again before it is shown with less than this part of its idle timeout left. */
    private static final int NEARLY_IDLE = 10;

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

    /**
     * How often activity of one session is written back at most: every 60th of the idle timeout, but not more than once a
     * minute. So much an idle deadline may be early after a failure, and what a list of sessions shows may be late. It is
     * most of what a store has to write, hence not oftener.
     */
    public Duration activityInterval() {
        Duration part = idleTimeout.dividedBy(ACTIVITY_INTERVALS);
        return part.compareTo(SHORTEST_ACTIVITY_INTERVAL) < 0 ? SHORTEST_ACTIVITY_INTERVAL : part;
    }

    /** Whether activity at {@code now} is worth writing back. */
    boolean isWorthRecording(Session session, Instant now) {
        long unseen = EpochMicros.of(now) - session.lastSeenAtMicros();
        return unseen >= micros(SHORTEST_ACTIVITY_INTERVAL) && unseen >= micros(idleTimeout) / ACTIVITY_INTERVALS;
    }

    /** Whether a tenth of the idle timeout is left or less, so that it matters whether another node saw more activity. */
    boolean isNearlyIdle(Session session, Instant now) {
        long idle = micros(idleTimeout);
        return EpochMicros.of(now) - session.lastSeenAtMicros() >= idle - idle / NEARLY_IDLE;
    }

    private static long micros(Duration duration) {
        return EpochMicros.of(duration);
    }
}
