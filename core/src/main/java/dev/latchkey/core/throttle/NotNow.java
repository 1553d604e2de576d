package dev.latchkey.core.throttle;

import java.time.Duration;

/** Why an attempt was not judged; whether it would have succeeded is not said. */
public sealed interface NotNow {
    /** Attempts came too fast: try again after that time, at least 1 second. */
    record Throttled(Duration retryAfter) implements NotNow {}

    /** Too many passwords are being hashed: try again shortly. */
    record Busy() implements NotNow {}
}
