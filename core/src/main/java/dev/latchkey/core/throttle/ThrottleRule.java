package dev.latchkey.core.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * How one kind of budget is spent. So many attempts are free; each one beyond them is admitted only when the delay
 * after the one before is over, and the delay doubles. One attempt is forgotten per {@code forgetsOneIn}.
 *
 * @param budget how many attempts are free, 1 to 1,000,000
 * @param firstDelay how long to wait after the first attempt that used the budget up; positive
 * @param maxDelay where doubling stops; at least {@code firstDelay}, at most 24 hours
 * @param forgetsOneIn how long until one attempt no longer counts; positive
 */
public record ThrottleRule(int budget, Duration firstDelay, Duration maxDelay, Duration forgetsOneIn) {
    /** The largest budget. */
    public static final int MAX_BUDGET = 1_000_000;

    /** Stores keep instants to the microsecond. */
    private static final Duration SHORTEST = Duration.ofNanos(1_000);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is left
     */
    public ThrottleRule {
        if (budget < 1 || budget > MAX_BUDGET) {
            throw new IllegalArgumentException("a budget is 1 to " + MAX_BUDGET + " attempts, not " + budget);
        }
        if (!firstDelay.isPositive()
                || maxDelay.compareTo(firstDelay) < 0
                || maxDelay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException(
                    "delays grow from above 0 to at most 24 hours, not from " + firstDelay + " to " + maxDelay);
        }
        if (!forgetsOneIn.isPositive()) {
            throw new IllegalArgumentException("forgetting takes time, not " + forgetsOneIn);
        }
    }

    /** A rule without growing delays: beyond the budget one attempt is admitted per {@code pace}. */
    public static ThrottleRule steady(int budget, Duration pace) {
        return new ThrottleRule(budget, pace, pace, pace);
    }

    /** So many times as much of it, which comes back so many times as fast. */
    ThrottleRule widened(int times) {
        return new ThrottleRule(
                Math.min(MAX_BUDGET, budget * times),
                shortened(firstDelay, times),
                shortened(maxDelay, times),
                shortened(forgetsOneIn, times));
    }

    /** So many times as much of it at once, which comes back as slowly: at most the budgets of so many. */
    ThrottleRule deepened(int times) {
        return new ThrottleRule(Math.min(MAX_BUDGET, budget * times), firstDelay, maxDelay, forgetsOneIn);
    }

    private static Duration shortened(Duration duration, int times) {
        Duration part = duration.dividedBy(times);
        return part.compareTo(SHORTEST) < 0 ? SHORTEST : part;
    }

    /**
     * Decides about one attempt at {@code now}. A pure function of what is kept; {@link ThrottleState#unspent} where
     * nothing is.
     *
     * <p>What is kept may have been written under a clock that was ahead and is right again. Attempts that were counted
     * in the future count as of now, and nobody waits longer than {@code maxDelay} from now.
     */
    public ThrottleDecision decide(ThrottleState kept, Instant now) {
        ThrottleState plausible = notAheadOf(now, kept);
        ThrottleState state = forget(plausible, now);
        if (state.count() >= budget && now.isBefore(state.openAt())) {
            return new ThrottleDecision.Refused(plausible);
        }
        int count = state.count() + 1;
        Instant openAt = count < budget ? now : now.plus(delayAfter(count));
        return new ThrottleDecision.Admitted(new ThrottleState(count, state.countedAt(), openAt));
    }

    private ThrottleState notAheadOf(Instant now, ThrottleState kept) {
        Instant latest = now.plus(maxDelay);
        boolean isCountedAhead = kept.countedAt().isAfter(now);
        boolean isOpenTooLate = kept.openAt().isAfter(latest);
        return isCountedAhead || isOpenTooLate
                ? new ThrottleState(
                        kept.count(), isCountedAhead ? now : kept.countedAt(), isOpenTooLate ? latest : kept.openAt())
                : kept;
    }

    private ThrottleState forget(ThrottleState kept, Instant now) {
        long forgotten = Duration.between(kept.countedAt(), now).dividedBy(forgetsOneIn);
        return forgotten >= kept.count()
                ? new ThrottleState(0, now, kept.openAt())
                : new ThrottleState(
                        (int) (kept.count() - forgotten),
                        kept.countedAt().plus(forgetsOneIn.multipliedBy(forgotten)),
                        kept.openAt());
    }

    /** {@code firstDelay} after attempt number {@code budget}, twice that after the next, and so on. */
    private Duration delayAfter(int count) {
        Duration delay = firstDelay;
        for (int i = budget; i < count && delay.compareTo(maxDelay) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(maxDelay) < 0 ? delay : maxDelay;
    }
}
