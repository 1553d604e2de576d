package dev.latchkey.redis;

import dev.latchkey.core.store.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Waits, after what changed what tokens stand for, until no node can answer from what it knew before. Each has then
 * applied the change, or the time has passed for which it had said it would answer. A node that says so anew meanwhile
 * looks for changes after that and before it relies on it, so what the first look finds is the longest that anybody is
 * waited for. Thread-safe.
 */
final class Acknowledgement {
    private static final long PAUSE_NANOS = 5_000_000;

    private final Calls calls;
    private final LongSupplier nanos;
    private final LongConsumer pause;

    /**
     * What the acts under way told so far, by the thread that each has to itself: others are waited for once it is over, and
     * not while it holds up everybody else's.
     */
    private final Map<Thread, List<Told>> acts = new ConcurrentHashMap<>();

    /** With a clock, in nanoseconds, and what waits for so many of them. */
    Acknowledgement(Calls calls, LongSupplier nanos, LongConsumer pause) {
        this.calls = calls;
        this.nanos = nanos;
        this.pause = pause;
    }

    /**
     * Something that others were told of.
     *
     * @param position where it stands in the feed of its group
     * @param micros for how long at most it may be unheard of
     */
    private record Told(Group group, String position, long micros) {}

    /** Waits, or notes that it is to be waited for when the act is over. */
    void await(Group group, Answer answer) {
        if (!answer.hasTold() || answer.micros() == 0) {
            return;
        }
        Told told = new Told(group, answer.told(), answer.micros());
        List<Told> later = acts.get(Thread.currentThread());
        if (later == null) {
            await(told);
        } else {
            later.add(told);
        }
    }

    /** Does the work, and puts off waiting until {@code act} is done with it, which may do it on another thread. */
    <T> T after(Acts act, Supplier<T> work) {
        List<Told> told = new ArrayList<>();
        T result = act.together(() -> collecting(told, work));
        told.forEach(this::await);
        return result;
    }

    private <T> T collecting(List<Told> told, Supplier<T> work) {
        acts.put(Thread.currentThread(), told);
        try {
            return work.get();
        } finally {
            acts.remove(Thread.currentThread());
        }
    }

    /** Whether an act is under way on this thread. */
    boolean isCollecting() {
        return acts.containsKey(Thread.currentThread());
    }

    /** What does work as a whole. */
    @FunctionalInterface
    interface Acts {
        <T> T together(Supplier<T> work);
    }

    private void await(Told told) {
        long from = nanos.getAsLong();
        long longest = told.micros() * 1_000;
        while (nanos.getAsLong() - from < longest) {
            if (!isUnheard(told)) {
                return;
            }
            pause.accept(Math.min(PAUSE_NANOS, longest));
        }
    }

    private boolean isUnheard(Told told) {
        try {
            return Answer.number(calls.ask(told.group(), Script.NODE_BEHIND, told.position())
                            .getFirst())
                    > 0;
        } catch (StoreUnavailableException e) {
            throw e.unheard();
        }
    }
}
