package dev.latchkey.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Until when a cache may answer although others write to its store. Whoever asks looks here first and at the entry after
 * that: an entry that was read before may have been corrected meanwhile, under a lease that was renewed for it.
 * Thread-safe.
 *
 * <p>Time is the longer of what the machine's steady clock counted and what its wall clock did: the first stands still
 * while a machine is suspended, the second can be set back.
 */
final class Lease {
    private final @Nullable Duration bound;
    private final long boundNanos;
    private final long boundMillis;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private volatile @Nullable Moment granted;

    private Lease(@Nullable Duration bound, LongSupplier nanos, InstantSource clock) {
        this.bound = bound;
        this.boundNanos = bound == null ? 0 : bound.toNanos();
        this.boundMillis = bound == null ? 0 : bound.toMillis();
        this.nanos = nanos;
        this.clock = clock;
    }

    /** One that always holds: nobody else writes. */
    static Lease unbounded() {
        return new Lease(null, () -> 0, () -> Instant.EPOCH);
    }

    /** One that holds for so long whenever it is granted; at its end it does not hold any more. Not granted yet. */
    static Lease of(Duration bound, LongSupplier nanos, InstantSource clock) {
        return new Lease(bound, nanos, clock);
    }

    /** When something was, by both clocks. */
    record Moment(long nanos, long millis) {}

    /** For how long it holds; null for ever. */
    @Nullable
    Duration bound() {
        return bound;
    }

    /** Whether the cache may answer now. */
    boolean isHeld() {
        if (bound == null) {
            return true;
        }
        Moment from = granted;
        return from != null
                && nanos.getAsLong() - from.nanos() < boundNanos
                && clock.millis() - from.millis() < boundMillis;
    }

    /** The moment from which it is to be granted later. */
    Moment now() {
        return new Moment(nanos.getAsLong(), clock.millis());
    }

    /** Lets it hold, from that moment on: the one before the store was told of it. */
    void grantFrom(Moment moment) {
        granted = moment;
    }

    /** Lets it hold no more. */
    void revoke() {
        granted = null;
    }
}
