package dev.latchkey.jdbc.sql;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Counts by cause how often the store could not answer, and says why: at once, and then once a second at most, because
 * a store that is down fails thousands of times a second. Thread-safe.
 */
public final class Failures {
    private static final System.Logger LOG = System.getLogger("latchkey.store");
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final LongSupplier nanos;
    private final Map<Cause, LongAdder> counts;
    private boolean hasTold;
    private long toldAt;
    private long untold;

    /** Takes the time from there, in nanoseconds of any beginning. */
    public Failures(LongSupplier nanos) {
        this.nanos = nanos;
        Map<Cause, LongAdder> all = new EnumMap<>(Cause.class);
        for (Cause cause : Cause.values()) {
            all.put(cause, new LongAdder());
        }
        this.counts = Collections.unmodifiableMap(all);
    }

    /** Counts one, and says it when it is time. What comes of an orderly end is no failure to be told. */
    public void note(StoreUnavailableException failure) {
        adder(failure.kind()).increment();
        if (failure.kind() != Cause.CLOSED) {
            tell(failure);
        }
    }

    private void tell(StoreUnavailableException failure) {
        long silent;
        synchronized (this) {
            long now = nanos.getAsLong();
            if (hasTold && now - toldAt < PAUSE_NANOS) {
                untold++;
                return;
            }
            hasTold = true;
            toldAt = now;
            silent = untold;
            untold = 0;
        }
        // Only the four parts: an exception could quote what was asked for, and a trace a second helps nobody.
        LOG.log(
                System.Logger.Level.ERROR,
                "the store cannot answer ({0}): {1}{2}",
                failure.kind().label(),
                failure.getMessage(),
                silent == 0 ? "" : System.lineSeparator() + "  the same or the like " + silent + " times more before");
    }

    /** How often for that cause, so far. */
    public long count(Cause cause) {
        return adder(cause).sum();
    }

    private LongAdder adder(Cause cause) {
        LongAdder adder = counts.get(cause);
        if (adder == null) {
            throw new AssertionError(cause);
        }
        return adder;
    }

    /** How often, so far. */
    public long all() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
