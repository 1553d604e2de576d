package dev.latchkey.core.remember;

import java.time.Duration;
import java.time.Instant;

/**
 * How long browsers are remembered.
 *
 * @param duration from the login on, 1 hour to 400 days: browsers cap the cookie there (RFC 6265bis §5.5)
 * @param refreshesOnUse whether each return begins the duration anew, though never beyond 400 days from the login.
 *     Convenient, and it lets a stolen cookie that is used often live longer
 * @param grace how long a spent token still gives its successor, counted from the first use of that successor or of the
 *     session that came with it, 1 second to 24 hours. Tabs that come at once need seconds. Longer gives a thief the same
 *     time unnoticed
 */
public record RememberPolicy(Duration duration, boolean refreshesOnUse, Duration grace) {
    /** The shortest that a browser is remembered. */
    public static final Duration MIN_DURATION = Duration.ofHours(1);

    /** The longest that any browser is remembered. */
    public static final Duration MAX_DURATION = Duration.ofDays(400);

    /** The shortest grace. */
    public static final Duration MIN_GRACE = Duration.ofSeconds(1);

    /** The longest grace. */
    public static final Duration MAX_GRACE = Duration.ofDays(1);

    /** How long a browser that was sent a new token may take to show that it got it. */
    public static final Duration AWAITED = Duration.ofHours(24);

    /** How many generations in a row may be handed out again because their answers seem to have got lost. */
    static final int MAX_LOST_ANSWERS = 3;

    private static final Duration MIN_REST = Duration.ofMinutes(1);
    private static final int SESSIONS_AT_ONCE = 5;

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
        if (grace.compareTo(MIN_GRACE) < 0 || grace.compareTo(MAX_GRACE) > 0) {
            throw new IllegalArgumentException("the grace window is 1 second to 24 hours, not " + grace);
        }
    }

    Instant expiryAfterUse(RememberMeSeries series, Instant now) {
        if (!refreshesOnUse) {
            return series.expiresAt();
        }
        return earlier(now.plus(duration), series.createdAt().plus(MAX_DURATION));
    }

    /**
     * When a series ends: as it was told when it began, or earlier where the policy of today gives it less. Never more
     * than that from now, not even for one that began while a clock was ahead.
     */
    Instant expiresAt(RememberMeSeries series, Instant now) {
        Instant from = refreshesOnUse ? series.rotatedAt() : series.createdAt();
        return earlier(series.expiresAt(), earlier(from, now).plus(duration));
    }

    /** Whether the token before the current one is still good for the same successor; if not, it was stolen. */
    boolean isPreviousGood(RememberMeSeries series, Instant now) {
        if (series.isConfirmed()) {
            // A time that a clock left in the future is believed for a day: a request that was under way when the clock
            // was set back is no theft either.
            return now.isBefore(series.confirmedAt().plus(grace))
                    && now.isAfter(series.confirmedAt().minus(AWAITED));
        }
        if (isJustRotated(series, now)) {
            return true;
        }
        boolean wasCounted = series.lostIn() == series.generation();
        return isAwaited(series, now) && (wasCounted || series.lostAnswers() < MAX_LOST_ANSWERS);
    }

    /** Whether the latest rotation was within the grace. */
    boolean isJustRotated(RememberMeSeries series, Instant now) {
        return now.isBefore(series.rotatedAt().plus(grace));
    }

    /** Whether an answer must have been lost, or a thief come first, when the token before the current one comes now. */
    boolean isLate(RememberMeSeries series, Instant now) {
        return !series.isConfirmed() && !isJustRotated(series, now);
    }

    /**
     * Whether the current token begins the next generation when it comes now. While the browser just got it, it does
     * not: its own generation answers, so that nobody makes many of them.
     */
    boolean isSpentByUse(RememberMeSeries series, Instant now) {
        return series.generation() == 0
                || (series.isConfirmed() ? !isWithin(rest(), series.confirmedAt(), now) : !isAwaited(series, now));
    }

    /** Whether one more session may begin in this generation: five at once, and then one in each {@link #rest}. */
    boolean allowsNextSession(RememberMeSeries series, Instant now) {
        long earned = Math.max(0, Duration.between(series.rotatedAt(), now).dividedBy(rest()));
        return series.sessionNumber() < SESSIONS_AT_ONCE + earned;
    }

    private boolean isAwaited(RememberMeSeries series, Instant now) {
        return now.isBefore(series.rotatedAt().plus(grace.compareTo(AWAITED) > 0 ? grace : AWAITED));
    }

    private Duration rest() {
        return grace.compareTo(MIN_REST) > 0 ? grace : MIN_REST;
    }

    /** Before and after: a time that a clock left in the future when it was set back is not believed. */
    private static boolean isWithin(Duration time, Instant from, Instant now) {
        return now.isBefore(from.plus(time)) && now.isAfter(from.minus(time));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
