package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * This machine's clock, set right by the database's, so that servers which share one agree on what has expired. Follows it
 * slowly, because no single answer tells it exactly, and in steps, so that it mostly goes at this machine's own pace.
 * Thread-safe.
 */
final class NodeClock implements InstantSource {
    /** More than that is said aloud. */
    private static final Duration WORTH_A_WARNING = Duration.ofSeconds(2);

    /** More than that and one of the two machines is lost in time. */
    private static final Duration MOST = Duration.ofSeconds(30);

    /** An answer that was longer under way tells too little. */
    private static final Duration LONGEST_TRIP = Duration.ofSeconds(1);

    /** Further than any answer can be wrong: one of the two was set. */
    private static final Duration SET = Duration.ofSeconds(1);

    private static final Duration STEP = Duration.ofMillis(100);
    private static final int SMOOTHING = 8;

    private final InstantSource local;
    private boolean hasSample;
    private Duration offset = Duration.ZERO;
    private volatile Duration applied = Duration.ZERO;

    NodeClock(InstantSource local) {
        this.local = local;
    }

    /** This machine's own. */
    InstantSource local() {
        return local;
    }

    /**
     * Takes an answer of the database into account.
     *
     * @param before this machine's time when it was asked
     * @param told the database's
     * @param after this machine's time when it had answered
     */
    synchronized void sample(Instant before, Instant told, Instant after) {
        Duration trip = Duration.between(before, after);
        if (trip.isNegative() || trip.compareTo(LONGEST_TRIP) > 0) {
            return;
        }
        Duration measured = Duration.between(before.plus(trip.dividedBy(2)), told);
        Duration change = measured.minus(offset);
        boolean isAdopted = !hasSample || change.abs().compareTo(SET) > 0;
        offset = isAdopted ? measured : offset.plus(change.dividedBy(SMOOTHING));
        hasSample = true;
        if (offset.minus(applied).abs().compareTo(STEP) >= 0) {
            applied = offset;
        }
    }

    /** By how much the database's clock is ahead of this machine's; negative when it is behind. */
    synchronized Duration offset() {
        return offset;
    }

    /** Whether one of the two machines is lost in time. */
    boolean isLost() {
        return offset().abs().compareTo(MOST) > 0;
    }

    /** What to say of it, as soon as it is worth a warning. */
    Optional<StoreFailure> failure(String database) {
        Duration ahead = offset();
        return ahead.abs().compareTo(WORTH_A_WARNING) <= 0
                ? Optional.empty()
                : Optional.of(new StoreFailure(
                        Cause.OTHER,
                        "clock",
                        database,
                        "the database's clock is " + ahead.abs().toMillis() + " ms "
                                + (ahead.isNegative() ? "behind" : "ahead of") + " this machine's",
                        "let both machines set their clocks by the same source, such as chrony or systemd-timesyncd"));
    }

    @Override
    public Instant instant() {
        Duration ahead = applied;
        return ahead.isZero() ? local.instant() : local.instant().plus(ahead);
    }

    @Override
    public long millis() {
        return local.millis() + applied.toMillis();
    }
}
