package dev.latchkey.redis;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Raises the alarm for what is kept and cannot be read, and lets the store go on as if it were absent: one bad value must
 * not turn every request for it into an error.
 */
final class Unreadable {
    private static final System.Logger LOG = System.getLogger(Unreadable.class.getName());

    private final String what;
    private final AtomicLong count = new AtomicLong();

    Unreadable(String what) {
        this.what = what;
    }

    /** What is read; empty, and an alarm, when the reader refuses it as an illegal argument. */
    <T> Optional<T> or(Supplier<T> reader) {
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException e) {
            long n = count.incrementAndGet();
            // At the first, second, fourth, eighth … only: a browser that keeps asking must not fill the log.
            if (Long.bitCount(n) == 1) {
                // Neither the value nor the exception, which may quote it.
                LOG.log(System.Logger.Level.ERROR, "unreadable {0} in Redis, treated as absent; {1} so far", what, n);
            }
            return Optional.empty();
        }
    }
}
