package dev.latchkey.core.throttle;

import java.time.Instant;
import java.util.Objects;

/**
 * What is kept of one budget.
 *
 * @param count attempts that were admitted and not forgotten, 0 or more
 * @param countedAt up to when forgetting was done
 * @param openAt when the next attempt beyond the budget is admitted
 */
public record ThrottleState(int count, Instant countedAt, Instant openAt) {
    /** Refuses missing parts. */
    public ThrottleState {
        Objects.requireNonNull(countedAt, "countedAt");
        Objects.requireNonNull(openAt, "openAt");
    }

    /** A budget of which nothing was spent. */
    public static ThrottleState unspent(Instant now) {
        return new ThrottleState(0, now, now);
    }
}
