package dev.latchkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells whether the wall clock can be believed, by a clock that cannot be set: nothing is deleted for good because
 * someone, or a broken clock, moved the time ahead. Thread-safe.
 *
 * <p>The two run together. Once they differ by more than {@link #TOLERANCE} from where they were, the wall clock has
 * jumped. It is believed again when it is back where it belongs, or when it has stayed in its new place for
 * {@link #TRUST_AFTER}: then it was wrong before, or the machine slept. A time at which it was believed last, from
 * before a restart, begins the same: a server that was off for long waits with deleting as well.
 */
final class ClockWatch {
    static final Duration TOLERANCE = Duration.ofMinutes(5);
    static final Duration TRUST_AFTER = Duration.ofDays(1);

    /** How far off a clock must be that no request should be answered by it, and for how long it is held to be off. */
    static final Duration INSANE = Duration.ofHours(1);

    static final Duration INSANE_FOR = Duration.ofMinutes(10);

    /** What a restart may have taken without anyone wondering. */
    static final Duration OFF = Duration.ofDays(1);

    /** No release is older. A machine whose clock lost its battery is in 1970. */
    private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

    private static final System.Logger LOG = System.getLogger("latchkey.clock");

    private final InstantSource wall;
    private final LongSupplier nanos;

    /** Where the two were when the wall clock was believed last. */
    private Instant believed;

    private long believedNanos;

    /** How far off it was found to be, and since when by the other clock; zero while it is believed. */
    private Duration off = Duration.ZERO;

    private long offSinceNanos;
    private boolean isFromBefore;

    /** Believes the wall clock, but for what was seen before. */
    ClockWatch(InstantSource wall, LongSupplier nanos, Optional<Instant> lastSeen) {
        this.wall = wall;
        this.nanos = nanos;
        this.believed = wall.instant();
        this.believedNanos = nanos.getAsLong();
        lastSeen.ifPresent(this::compareWithBefore);
    }

    private void compareWithBefore(Instant lastSeen) {
        Duration since = Duration.between(lastSeen, believed);
        if (since.compareTo(OFF) > 0 || since.compareTo(INSANE.negated()) < 0) {
            believed = lastSeen;
            off = since;
            offSinceNanos = believedNanos;
            isFromBefore = since.isPositive();
            warn("the clock says " + believed.plus(since) + ", and this database was last in use at " + lastSeen
                    + ": until the clock has gone on like this for " + TRUST_AFTER.toHours()
                    + " h nothing is deleted by age. Check the clock, unless the server was off");
        }
    }

    /** Compares the clocks, and says what it finds once. To be called often. */
    synchronized void look() {
        Instant now = wall.instant();
        long at = nanos.getAsLong();
        Duration drift = Duration.between(believed.plusNanos(at - believedNanos), now);
        if (drift.abs().compareTo(TOLERANCE) <= 0) {
            if (!off.isZero()) {
                warn("the clock is right again: " + now);
            }
            believe(now, at);
        } else if (drift.minus(off).abs().compareTo(TOLERANCE) > 0) {
            off = drift;
            offSinceNanos = at;
            isFromBefore = false;
            warn("the clock jumped by " + drift.toSeconds() + " s and says " + now
                    + ": until it is back or has gone on like this for " + TRUST_AFTER.toHours()
                    + " h nothing is deleted by age. Check the clock");
        } else if (at - offSinceNanos >= TRUST_AFTER.toNanos()) {
            warn("the clock has gone on for " + TRUST_AFTER.toHours() + " h since it jumped and is believed: " + now);
            believe(now, at);
        }
    }

    private static void warn(String text) {
        LOG.log(System.Logger.Level.WARNING, text);
    }

    private void believe(Instant now, long at) {
        believed = now;
        believedNanos = at;
        off = Duration.ZERO;
        isFromBefore = false;
    }

    /** The time to delete by, where the clock is believed. */
    synchronized Optional<Instant> believedNow() {
        look();
        return off.isZero() ? Optional.of(believed) : Optional.empty();
    }

    /**
     * Whether requests can be answered by this clock. Not while it is before any release, nor in the ten minutes after it
     * jumped by more than an hour; then it is taken as it is, since somebody has to be served.
     */
    synchronized boolean isSane() {
        look();
        return !wall.instant().isBefore(EARLIEST)
                && (isFromBefore
                        || off.abs().compareTo(INSANE) <= 0
                        || nanos.getAsLong() - offSinceNanos >= INSANE_FOR.toNanos());
    }
}
