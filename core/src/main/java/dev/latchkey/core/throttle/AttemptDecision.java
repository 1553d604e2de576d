package dev.latchkey.core.throttle;

import java.time.Instant;
import java.util.List;

/** Whether all budgets of an attempt admit it. */
public sealed interface AttemptDecision {
    /**
     * They do, and it was counted.
     *
     * @param charged the keys of the budgets that it was charged to, in their order: all but those that only count and
     *     were spent
     */
    record Admitted(List<String> charged) implements AttemptDecision {
        /** Copies the list. */
        public Admitted {
            charged = List.copyOf(charged);
        }
    }

    /**
     * They do not, and nothing was counted.
     *
     * @param key of the budget that refused, and opens last of those that did
     * @param openAt when to try again
     */
    record Refused(String key, Instant openAt) implements AttemptDecision {}
}
