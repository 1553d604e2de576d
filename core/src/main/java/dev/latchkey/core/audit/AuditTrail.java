package dev.latchkey.core.audit;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes events to the audit log behind the requests that cause them: hearing one only leaves it in a queue, whoever
 * calls {@link #flush} does the writing. So a slow disk delays and fails nobody. Thread-safe.
 *
 * <p>To be flushed every second or so and once at an orderly stop; what was heard since the latest flush is lost when
 * the process is killed. The queue is bounded: what does not fit is counted, and the log itself then says how many lines
 * are missing ({@link AuditKind#LINES_LOST}). Lines that strangers cause fill half of it at most and are counted
 * together per flush, so that no flood of guesses drives out a theft or a change of password, or fills the disk line by
 * line. When the store fails after it had committed, the lines of one flush may be there twice.
 */
public final class AuditTrail implements AuthEventListener {
    /** How long lines are kept unless configured otherwise. */
    public static final Duration DEFAULT_KEPT = Duration.ofDays(365);

    /** The shortest that lines may be kept. */
    public static final Duration MIN_KEPT = Duration.ofDays(1);

    static final int CAPACITY = 16_384;
    private static final int BATCH = 1_000;

    private final AuditStore store;
    private final InstantSource clock;
    private final Duration kept;
    private final ArrayBlockingQueue<AuditEntry> waiting = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong lost = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();

    /** Taken from the queue and not acknowledged yet; guarded by {@link #writing}, like the next. */
    private List<AuditEntry> batch = List.of();

    private long lostAndTold;

    /**
     * Writes there.
     *
     * @param kept how long lines are kept, at least 1 day
     * @throws IllegalArgumentException when it is less
     */
    public AuditTrail(AuditStore store, InstantSource clock, Duration kept) {
        this.store = Objects.requireNonNull(store, "store");
        this.clock = Objects.requireNonNull(clock, "clock");
        if (kept.compareTo(MIN_KEPT) < 0) {
            throw new IllegalArgumentException("audit lines are kept for at least 1 day, not " + kept);
        }
        this.kept = kept;
    }

    @Override
    public void on(AuthEvent event) {
        AuditEntry.of(event).ifPresent(this::leave);
    }

    /** The same for what an operator does: each line says who did it. See {@link AuditEntry#doneBy}. */
    public AuthEventListener onBehalfOf(String operator) {
        return event ->
                AuditEntry.of(event).map(entry -> entry.doneBy(operator)).ifPresent(this::leave);
    }

    private void leave(AuditEntry entry) {
        boolean hasRoom = !entry.kind().isCausedByStrangers() || waiting.remainingCapacity() > CAPACITY / 2;
        if (!hasRoom || !waiting.offer(entry)) {
            lost.incrementAndGet();
        }
    }

    /** How many lines did not fit into the queue since the start: for metrics and the process's own log. */
    public long lost() {
        return lost.get();
    }

    /**
     * Writes what was heard before this call.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer: nothing is lost by that, call
     *     again
     */
    public void flush() {
        writing.lock();
        try {
            for (int rounds = waiting.size() / BATCH + 2; rounds > 0; rounds--) {
                if (batch.isEmpty()) {
                    batch = nextBatch();
                }
                if (batch.isEmpty()) {
                    return;
                }
                store.append(batch);
                batch = List.of();
            }
        } finally {
            writing.unlock();
        }
    }

    private List<AuditEntry> nextBatch() {
        List<AuditEntry> heard = new ArrayList<>();
        waiting.drainTo(heard, BATCH);
        List<AuditEntry> entries = new ArrayList<>(countTogether(heard));
        long missing = lost.get() - lostAndTold;
        if (missing > 0) {
            lostAndTold += missing;
            int count = (int) Math.min(missing, Integer.MAX_VALUE);
            entries.add(new AuditEntry(clock.instant(), AuditKind.LINES_LOST, "", "", "", "", "", count));
        }
        return List.copyOf(entries);
    }

    private static List<AuditEntry> countTogether(List<AuditEntry> heard) {
        List<AuditEntry> entries = new ArrayList<>();
        Map<AuditEntry, Integer> places = new LinkedHashMap<>();
        for (AuditEntry entry : heard) {
            Integer place = entry.kind().isCausedByStrangers()
                    ? places.putIfAbsent(entry.at(Instant.EPOCH), entries.size())
                    : null;
            if (place == null) {
                entries.add(entry);
            } else {
                entries.set(place, entry.counting(entries.get(place).count() + entry.count()));
            }
        }
        return entries;
    }

    /**
     * Drops lines that are older than they are kept. To be called now and then, and by nobody who does not believe the
     * clock: what is dropped does not come back when the clock does.
     *
     * @param now the time, believed
     * @param limit lines per batch, at least 1
     * @return how many were dropped; call again at once while it equals the limit
     */
    public int purgeExpired(Instant now, int limit) {
        return store.purge(now.minus(kept), limit);
    }
}
