package dev.latchkey.core.throttle;

import java.time.Instant;

/** Whether one budget admits an attempt. */
public sealed interface ThrottleDecision {
    /** What is to be kept of the budget. */
    ThrottleState state();

    /**
     * It does, and counted it.
     *
     * @param state what is to be kept
     */
    record Admitted(ThrottleState state) implements ThrottleDecision {}

    /**
     * It does not, and counted nothing: refused attempts cost the owner of the account no time.
     *
     * @param state what is to be kept: what was kept before, but for instants that a clock which was set back since had
     *     put too far ahead. Keeping them would move the end of the wait along with the clock.
     */
    record Refused(ThrottleState state) implements ThrottleDecision {
        /** When to try again: never later than the rule's longest delay from now. */
        public Instant openAt() {
            return state.openAt();
        }
    }
}
