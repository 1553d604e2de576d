package dev.latchkey.throttle;

import java.time.Instant;

/** Whether one budget admits an attempt. */
public sealed interface ThrottleDecision {
    /**
     * It does, and counted it.
     *
     * @param state what is to be kept
     */
    record Admitted(ThrottleState state) implements ThrottleDecision {}

    /**
     * It does not, and counted nothing: refused attempts cost the owner of the account no time.
     *
     * @param openAt when to try again
     */
    record Refused(Instant openAt) implements ThrottleDecision {}
}
