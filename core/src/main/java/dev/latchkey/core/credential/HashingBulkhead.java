package dev.latchkey.core.credential;

import dev.latchkey.core.store.PromptThread;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lets only so many passwords be hashed at once, and only so many wait: a flood of logins neither exhausts memory nor
 * starves session checks (ASVS 5.0 V15.4.4).
 *
 * <p>Nobody's flood keeps others out either, not even one of right passwords. Those who wait take turns by network and
 * by who they say they are; one name has at most an eighth of the queue and one network half of it, or as many as hash
 * at once and one more where that is more.
 *
 * <p>Work runs on platform threads of its own, because hashing never blocks and would keep a virtual thread's carrier
 * from everyone else. Thread-safe; {@link #close()} it at the end.
 */
public final class HashingBulkhead implements AutoCloseable {
    /** How many may wait unless configured otherwise. */
    public static final int DEFAULT_QUEUE = 64;

    /** How long a caller waits unless configured otherwise. */
    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(5);

    private final ThreadPoolExecutor executor;
    private final LongAdder refused = new LongAdder();
    private final Duration deadline;
    private final Object lock = new Object();
    private final FairQueue<Work<?>> queue;
    private int working;

    /**
     * Whose work it is, for the order of turns.
     *
     * @param asker who they say they are, such as a name; work with one and the same takes turns within itself
     * @param network where they come from
     */
    public record Share(String asker, String network) {
        /** Refuses missing parts. */
        public Share {
            Objects.requireNonNull(asker, "asker");
            Objects.requireNonNull(network, "network");
        }
    }

    /** What became of work. */
    public sealed interface Outcome<T> {
        /** It was done. */
        record Done<T>(T value) implements Outcome<T> {}

        /** The queue, or the share of who asked, was full, or its turn did not come in time: nothing was done. */
        record NotBegun<T>() implements Outcome<T> {}

        /** It was begun and is not finished in time. It goes on without anybody who waits for it. */
        record TooLate<T>() implements Outcome<T> {}

        /** The result; empty unless it is done. */
        default Optional<T> result() {
            return this instanceof Done<T> done ? Optional.of(done.value) : Optional.empty();
        }
    }

    /** How many hash at once unless configured otherwise: as many as there are cores less one. */
    public static int defaultPermits() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    }

    /**
     * Opens a bulkhead.
     *
     * @param permits how many hash at once, at least 1; each holds the memory one hash takes
     * @param queue how many may wait, at least 1
     * @param deadline how long a caller waits, queue and work together
     */
    public HashingBulkhead(int permits, int queue, Duration deadline) {
        if (permits < 1 || queue < 1 || !deadline.isPositive()) {
            throw new IllegalArgumentException("hashing needs at least one permit, one queue place and a positive "
                    + "deadline, not " + permits + ", " + queue + " and " + deadline);
        }
        this.deadline = deadline;
        this.queue = new FairQueue<>(queue, Math.max(permits + 1, queue / 8), Math.max(permits + 1, queue / 2));
        // What waits in the executor are turns, one for each work in the queue: who takes a turn is decided when it
        // comes.
        this.executor = new ThreadPoolExecutor(
                permits,
                permits,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("hashing-", 0).daemon().factory());
    }

    private final class Work<T> extends FutureTask<T> {
        private final Share share;

        Work(Share share, Callable<T> work) {
            // Its places are free before its caller hears of it, who may come again at once.
            super(() -> {
                try {
                    return work.call();
                } finally {
                    finish(share);
                }
            });
            this.share = share;
        }
    }

    /**
     * Does the work when its turn comes. Answer "busy, try again" when it is not done; work that nobody waits for any
     * more is not begun.
     */
    public <T> Outcome<T> run(Share share, Callable<T> work) {
        PromptThread.beforeWaiting();
        Work<T> mine = new Work<>(share, work);
        if (!enter(mine)) {
            refused.increment();
            return new Outcome.NotBegun<>();
        }
        try {
            return new Outcome.Done<>(mine.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException tooLate) {
            return giveUp(mine);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(mine);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    private boolean enter(Work<?> work) {
        synchronized (lock) {
            if (!queue.enter(work.share, work)) {
                return false;
            }
        }
        boolean hasTurn = false;
        try {
            executor.execute(this::takeTurn);
            hasTurn = true;
        } catch (RejectedExecutionException closed) {
            return false;
        } finally {
            // Also when no thread could be started: a place that nobody gives back is lost for good.
            if (!hasTurn) {
                withdraw(work);
            }
        }
        return true;
    }

    private boolean withdraw(Work<?> work) {
        synchronized (lock) {
            return queue.giveUp(work.share, work);
        }
    }

    private void takeTurn() {
        Work<?> work = begin();
        if (work != null) {
            work.run();
        }
    }

    private @Nullable Work<?> begin() {
        synchronized (lock) {
            Work<?> work = queue.next();
            if (work != null) {
                working++;
            }
            return work;
        }
    }

    private void finish(Share share) {
        synchronized (lock) {
            working--;
            queue.leave(share);
        }
    }

    /** Gives the queue place back at once; otherwise the abandoned would keep the next ones out. */
    private <T> Outcome<T> giveUp(Work<T> work) {
        refused.increment();
        boolean hasWaited = withdraw(work);
        if (hasWaited) {
            // Its turn goes too, whichever that is: all are alike.
            executor.getQueue().poll();
        }
        return hasWaited || work.isCancelled() ? new Outcome.NotBegun<>() : new Outcome.TooLate<>();
    }

    /** How many callers wait for their turn now. */
    public int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /** How many hash at once at most. */
    public int permits() {
        return executor.getMaximumPoolSize();
    }

    /** How many hash now. */
    public int working() {
        synchronized (lock) {
            return working;
        }
    }

    /** How many callers were told to come again so far: there was no place for them, or the deadline passed. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        synchronized (lock) {
            for (Work<?> left = queue.next(); left != null; left = queue.next()) {
                queue.leave(left.share);
                left.cancel(false);
            }
        }
    }
}
