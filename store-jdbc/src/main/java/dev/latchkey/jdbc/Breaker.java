package dev.latchkey.jdbc;

import dev.latchkey.core.store.StoreUnavailableException;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a database that did not answer is asked again. It opens when a call was not answered and no other was
 * since that one began: so one slow answer among many opens nothing. While it is open one caller may try after a pause, and
 * the first answer that anybody gets closes it. Thread-safe.
 */
final class Breaker {
    private final LongSupplier nanos;
    private final long pauseNanos;
    private long answeredAt;
    private long triedAt;
    private volatile @Nullable StoreUnavailableException open;

    /**
     * Closed, by that clock in nanoseconds.
     *
     * @param pauseNanos between two tries while it is open; 0 for one that never opens
     */
    Breaker(LongSupplier nanos, long pauseNanos) {
        this.nanos = nanos;
        this.pauseNanos = pauseNanos;
        this.answeredAt = nanos.getAsLong() - 1;
    }

    /** What is to be done with a call. */
    sealed interface Verdict {
        /** Make it, and tell what came of it. */
        record Ask(long begunAt) implements Verdict {}

        /** Look whether the database answers at all, and if so make it. */
        record Try(long begunAt) implements Verdict {}

        /** Do not: this is what others met. */
        record Refuse(StoreUnavailableException why) implements Verdict {}
    }

    /** Judges a call that is about to be made. */
    Verdict judge() {
        long now = nanos.getAsLong();
        if (open == null) {
            return new Verdict.Ask(now);
        }
        synchronized (this) {
            StoreUnavailableException why = open;
            if (why == null) {
                return new Verdict.Ask(now);
            }
            if (now - triedAt < pauseNanos) {
                return new Verdict.Refuse(why);
            }
            triedAt = now;
            return new Verdict.Try(now);
        }
    }

    /** Somebody was answered, whatever the answer. */
    synchronized void answered() {
        answeredAt = nanos.getAsLong();
        open = null;
    }

    /** A call that began then was not answered. */
    synchronized void silent(long begunAt, StoreUnavailableException failure) {
        if (pauseNanos > 0 && answeredAt - begunAt < 0) {
            // From its end: a try takes as long as a pause where nothing answers, and whoever asks one by one would
            // wait each time.
            triedAt = nanos.getAsLong();
            open = failure;
        }
    }

    /** What the last one met who was not answered; empty while it is closed. */
    Optional<StoreUnavailableException> failure() {
        return Optional.ofNullable(open);
    }
}
