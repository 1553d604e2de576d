package dev.latchkey.core.session;

import java.time.Duration;
import java.time.Instant;

/** An instant as one number: microseconds since the epoch, rounded down; some 292,000 years either way. */
final class EpochMicros {
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS = 1_000;

    private EpochMicros() {}

    /** Throws {@link ArithmeticException} when it does not fit. */
    static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS);
    }

    /** A length of time in the same unit, rounded down. Throws {@link ArithmeticException} when it does not fit. */
    static long of(Duration duration) {
        return Math.addExact(Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / NANOS);
    }

    static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * NANOS);
    }
}
