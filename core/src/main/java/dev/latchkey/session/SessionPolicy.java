package dev.latchkey.session;

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
    private static final int NANOS_PER_SECOND = 1_000_000_000;

    /** Activity is written back at most this often per session, so an idle deadline may be this much early. */
    static final Duration ACTIVITY_INTERVAL = Duration.ofMinutes(1);

    /** 12 hours idle, 7 days in all: within NIST SP 800-63B AAL1, and a working day survives lunch. */
    public static final SessionPolicy DEFAULT = new SessionPolicy(Duration.ofHours(12), Duration.ofDays(7));

    /**
     * Checks that the two make sense together.
     *
     * @throws IllegalArgumentException when the idle timeout is under 2 minutes or above the absolute one
     */
    public SessionPolicy {
        if (idleTimeout.compareTo(ACTIVITY_INTERVAL.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("the idle timeout is at least 2 minutes, not " + idleTimeout
                    + ": activity is recorded once a minute");
        }
        if (absoluteTimeout.compareTo(idleTimeout) < 0) {
            throw new IllegalArgumentException("the absolute timeout (" + absoluteTimeout
                    + ") is not below the idle timeout (" + idleTimeout + ")");
        }
    }

    /** When the session ends if nobody uses it from now on. */
    public Instant idleExpiresAt(Session session) {
        Instant idle = session.lastSeenAt().plus(idleTimeout);
        return idle.isBefore(session.expiresAt()) ? idle : session.expiresAt();
    }

    /** Why the session is over at {@code now}; empty while it lives. At a deadline it is already over. */
    Optional<EndReason> expiry(Session session, Instant now) {
        if (!now.isBefore(session.expiresAt())) {
            return Optional.of(EndReason.EXPIRED);
        }
        return hasPassed(idleTimeout, session.lastSeenAt(), now)
                ? Optional.of(EndReason.IDLE_EXPIRED)
                : Optional.empty();
    }

    /** Whether activity at {@code now} is worth writing back. */
    boolean isWorthRecording(Session session, Instant now) {
        return hasPassed(ACTIVITY_INTERVAL, session.lastSeenAt(), now);
    }

    /** Whether {@code now} is at or after {@code from} plus that time; makes no third instant, as every request asks. */
    private static boolean hasPassed(Duration time, Instant from, Instant now) {
        long seconds = now.getEpochSecond() - from.getEpochSecond();
        int nanos = now.getNano() - from.getNano();
        if (nanos < 0) {
            seconds--;
            nanos += NANOS_PER_SECOND;
        }
        return seconds > time.getSeconds() || (seconds == time.getSeconds() && nanos >= time.getNano());
    }
}
