package dev.latchkey.sqlite;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How long a caller waits for an answer: longer at first. Thread-safe. */
final class Patience {
    private static final Duration AT_FIRST = Duration.ofSeconds(10);

    private final SqliteOptions options;
    private final LongSupplier nanos;
    private final long begun;

    /** Begins now. */
    Patience(SqliteOptions options, LongSupplier nanos) {
        this.options = options;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** For a caller that comes now. */
    Duration now() {
        boolean isAtFirst = nanos.getAsLong() - begun < AT_FIRST.toNanos();
        return isAtFirst ? options.firstTimeout() : options.timeout();
    }
}
