package dev.latchkey.throttle;

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
    private static final int MAX_BUDGET = 1_000_000;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is left
     */
    public ThrottleRule {
        if (budget < 1 || budget > MAX_BUDGET) {
            throw new IllegalArgumentException("a budget is 1 to 1000000 attempts, not " + budget);
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

    /**
     * Decides about one attempt at {@code now}. A pure function: a store applies it, or arithmetic that agrees with it,
     * to what it keeps, atomically per key; {@link ThrottleState#unspent} where it keeps nothing.
     */
    public ThrottleDecision decide(ThrottleState kept, Instant now) {
        ThrottleState state = forget(kept, now);
        if (state.count() >= budget && now.isBefore(state.openAt())) {
            return new ThrottleDecision.Refused(state.openAt());
        }
        int count = state.count() + 1;
        Instant openAt = count < budget ? now : now.plus(delayAfter(count));
        return new ThrottleDecision.Admitted(new ThrottleState(count, state.countedAt(), openAt));
    }

    private ThrottleState forget(ThrottleState kept, Instant now) {
        if (!now.isAfter(kept.countedAt())) {
            return kept;
        }
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
