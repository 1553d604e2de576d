package dev.latchkey.sqlite;

import java.time.Duration;
import java.util.Objects;

/**
 * How a {@link SqliteDatabase} works.
 *
 * @param readers how many read at once, 1 to 16 (default 2); each is a thread and a connection
 * @param queue how many reads, and how many writes, may wait, at least 1 (default 1024); more are refused at once
 * @param timeout how long a caller waits, positive (default 1 s: a person who waits for a login waits for several such
 *     answers); two thirds of it may pass while another process writes to the same file
 * @param firstTimeout how long a caller waits in the first ten seconds, {@code timeout} or more (default 5 s: what runs for
 *     the first time is slow, and on a busy machine many times so, which says nothing of the disk)
 */
public record SqliteOptions(int readers, int queue, Duration timeout, Duration firstTimeout) {
    /** Two readers, 1024 waiting, 1 second, at first 5. */
    public static final SqliteOptions DEFAULT =
            new SqliteOptions(2, 1024, Duration.ofSeconds(1), Duration.ofSeconds(5));

    private static final int MAX_READERS = 16;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming the option, its value and its range
     */
    public SqliteOptions {
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(firstTimeout, "firstTimeout");
        if (readers < 1 || readers > MAX_READERS) {
            throw new IllegalArgumentException("readers is 1 to " + MAX_READERS + ", not " + readers);
        }
        if (queue < 1) {
            throw new IllegalArgumentException("queue is at least 1, not " + queue);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout is positive, not " + timeout);
        }
        if (firstTimeout.compareTo(timeout) < 0) {
            throw new IllegalArgumentException("firstTimeout is " + timeout + " or more, not " + firstTimeout);
        }
    }

    /**
     * A caller waits as long at first as later.
     *
     * @throws IllegalArgumentException naming the option, its value and its range
     */
    public SqliteOptions(int readers, int queue, Duration timeout) {
        this(readers, queue, timeout, timeout);
    }

    /** SQLite gives up on a locked file before its caller gives up on SQLite, so that the caller is told why. */
    int busyTimeoutMillis() {
        return (int) Math.min(timeout.multipliedBy(2).dividedBy(3).toMillis(), 60_000);
    }
}
