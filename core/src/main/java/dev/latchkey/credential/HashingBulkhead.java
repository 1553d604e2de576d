package dev.latchkey.credential;

import dev.latchkey.store.PromptThread;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets only so many passwords be hashed at once, and only so many wait: a flood of logins neither exhausts memory nor
 * starves session checks (ASVS 5.0 V15.4.4).
 *
 * <p>Work runs on platform threads of its own, because hashing never blocks and would keep a virtual thread's carrier
 * from everyone else. Thread-safe; {@link #close()} it at the end.
 */
public final class HashingBulkhead implements AutoCloseable {
    private final ThreadPoolExecutor executor;
    private final LongAdder refused = new LongAdder();
    private final Duration deadline;

    /**
     * Opens a bulkhead.
     *
     * @param permits how many hash at once, at least 1; each holds the memory one hash takes (default of the server:
     *     cores less one)
     * @param queue how many may wait, at least 1 (default of the server: 64)
     * @param deadline how long a caller waits, queue and work together (default of the server: 5 s)
     */
    public HashingBulkhead(int permits, int queue, Duration deadline) {
        if (permits < 1 || queue < 1 || !deadline.isPositive()) {
            throw new IllegalArgumentException("hashing needs at least one permit, one queue place and a positive "
                    + "deadline, not " + permits + ", " + queue + " and " + deadline);
        }
        this.deadline = deadline;
        this.executor = new ThreadPoolExecutor(
                permits,
                permits,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("hashing-", 0).daemon().factory());
    }

    /**
     * Does the work when its turn comes. Empty when the queue is full, the deadline passes first, or the bulkhead is
     * closed: answer "busy, try again". Work that nobody waits for any more is not begun.
     */
    public <T> Optional<T> run(Callable<T> work) {
        PromptThread.beforeWaiting();
        Future<T> future;
        try {
            future = executor.submit(work);
        } catch (RejectedExecutionException full) {
            refused.increment();
            return Optional.empty();
        }
        try {
            return Optional.of(future.get(deadline.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | CancellationException tooLate) {
            abandon(future);
            return Optional.empty();
        } catch (InterruptedException e) {
            abandon(future);
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** How many callers wait for their turn now. */
    public int waiting() {
        return executor.getQueue().size();
    }

    /** How many hash at once at most. */
    public int permits() {
        return executor.getMaximumPoolSize();
    }

    /** How many hash now. */
    public int working() {
        return executor.getActiveCount();
    }

    /** How many callers were told to come again so far: the queue was full, or the deadline passed. */
    public long refused() {
        return refused.sum();
    }

    /** Gives the queue place back at once; otherwise the abandoned would keep the next ones out. */
    private void abandon(Future<?> future) {
        refused.increment();
        future.cancel(false);
        if (future instanceof Runnable queued) {
            executor.remove(queued);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow().forEach(queued -> {
            if (queued instanceof Future<?> future) {
                future.cancel(false);
            }
        });
    }
}
