package dev.latchkey.remember;

import java.time.Duration;
import java.time.Instant;

/**
 * How long browsers are remembered.
 *
 * @param duration from the login on, 1 hour to 400 days: browsers cap the cookie there (RFC 6265bis §5.5)
 * @param refreshesOnUse whether each return begins the duration anew, though never beyond 400 days from the login.
 *     Convenient, and it lets a stolen cookie that is used often live longer
 * @param grace how long a spent token still gives its successor, counted from the rotation, 1 second to 24 hours.
 *     Tabs that come at once need seconds; a browser whose answer was lost on the way needs to come back within it, or
 *     it is taken for a thief. Longer gives a thief the same time unnoticed
 */
public record RememberPolicy(Duration duration, boolean refreshesOnUse, Duration grace) {
    /** The longest that any browser is remembered. */
    public static final Duration MAX_DURATION = Duration.ofDays(400);

    private static final Duration MIN_DURATION = Duration.ofHours(1);

    /** 30 days from the login, grace 60 seconds. */
    public static final RememberPolicy DEFAULT = new RememberPolicy(Duration.ofDays(30), false, Duration.ofSeconds(60));

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is left
     */
    public RememberPolicy {
        if (duration.compareTo(MIN_DURATION) < 0 || duration.compareTo(MAX_DURATION) > 0) {
            throw new IllegalArgumentException("browsers are remembered for 1 hour to 400 days, not " + duration);
        }
        if (grace.compareTo(Duration.ofSeconds(1)) < 0 || grace.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the grace window is 1 second to 24 hours, not " + grace);
        }
    }

    Instant expiryAfterUse(RememberMeSeries series, Instant now) {
        if (!refreshesOnUse) {
            return series.expiresAt();
        }
        Instant moved = now.plus(duration);
        Instant cap = series.createdAt().plus(MAX_DURATION);
        return moved.isBefore(cap) ? moved : cap;
    }
}
