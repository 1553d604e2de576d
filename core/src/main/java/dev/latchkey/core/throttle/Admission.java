package dev.latchkey.core.throttle;

import java.time.Duration;

/** Whether a password may be looked at. */
public sealed interface Admission {
    /** It may, and was counted. Say what became of it. */
    record Admitted(Attempt attempt) implements Admission {}

    /**
     * It may not, whoever's it is and whether or not it is right.
     *
     * @param retryAfter whole seconds, at least 1
     */
    record Throttled(Duration retryAfter) implements Admission {}
}
