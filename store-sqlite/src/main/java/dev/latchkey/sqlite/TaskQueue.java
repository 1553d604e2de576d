package dev.latchkey.sqlite;

import dev.latchkey.core.store.PromptThread;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.sql.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where callers leave tasks for database threads: bounded, so that a slow disk sheds load instead of heaping it.
 *
 * <p>While the database as such fails, one caller at a time finds out whether it still does, and the others are told at
 * once what the last one met: nobody waits in a row for something that cannot come.
 */
final class TaskQueue {
    /** What one caller met, the next will meet. A damaged page or a missing table concerns only who asks for it. */
    private static final Set<Cause> CONCERNS_ALL =
            EnumSet.of(Cause.TIMEOUT, Cause.LOCKED, Cause.FULL, Cause.IO_ERROR, Cause.READ_ONLY);

    private final ArrayBlockingQueue<Task<?>> waiting;
    private final Patience patience;
    private final Diagnosis diagnosis;
    private final Failures failures;
    private final Supplier<Optional<StoreFailure>> obstacle;
    private final AtomicBoolean isTrying = new AtomicBoolean();
    private volatile @Nullable StoreUnavailableException last;
    private volatile boolean isClosed;

    /** Lets nothing in while there is an obstacle. */
    TaskQueue(
            SqliteOptions options, Diagnosis diagnosis, Failures failures, Supplier<Optional<StoreFailure>> obstacle) {
        this.waiting = new ArrayBlockingQueue<>(options.queue());
        this.patience = new Patience(options, System::nanoTime);
        this.diagnosis = diagnosis;
        this.failures = failures;
        this.obstacle = obstacle;
    }

    /** Leaves a task and waits for its answer. */
    <T> T submit(Task<T> task) {
        PromptThread.beforeWaiting();
        try {
            return last == null ? first(task) : oneAtATime(task);
        } catch (StoreUnavailableException e) {
            failures.note(e);
            throw e;
        }
    }

    /**
     * Leaves a task of upkeep and waits for its answer, so long at most: others are not told that this failed, nor is it
     * kept from finding out.
     */
    <T> T submit(Task<T> task, Duration limit) {
        return answer(task, limit);
    }

    private <T> T oneAtATime(Task<T> task) {
        StoreUnavailableException met = last;
        if (met == null) {
            return first(task);
        }
        if (!isTrying.compareAndSet(false, true)) {
            throw met.failure()
                    .map(failure -> new StoreUnavailableException(failure, met))
                    .orElse(met);
        }
        try {
            return first(task);
        } finally {
            isTrying.set(false);
        }
    }

    private <T> T first(Task<T> task) {
        try {
            T answer = answer(task, patience.now());
            last = null;
            return answer;
        } catch (StoreUnavailableException e) {
            if (CONCERNS_ALL.contains(e.kind())) {
                last = e;
            }
            throw e;
        }
    }

    private <T> T answer(Task<T> task, Duration limit) {
        if (isClosed) {
            throw new StoreUnavailableException(
                    diagnosis.closed(), new RejectedExecutionException("no more tasks are taken"));
        }
        Optional<StoreFailure> inTheWay = obstacle.get();
        if (inTheWay.isPresent()) {
            throw new StoreUnavailableException(
                    inTheWay.get(), new RejectedExecutionException("no tasks are taken for now"));
        }
        if (!waiting.offer(task)) {
            throw new StoreUnavailableException(
                    diagnosis.busy(waiting.size()), new RejectedExecutionException("the queue is full"));
        }
        return task.await(limit, diagnosis);
    }

    /** The next task. Waits for one, and is interrupted at the end. */
    Task<?> take() throws InterruptedException {
        demandOpen();
        return waiting.take();
    }

    /** The next tasks, at least one. Waits for the first, and is interrupted at the end. */
    List<Task<?>> take(int limit) throws InterruptedException {
        demandOpen();
        List<Task<?>> tasks = new ArrayList<>();
        tasks.add(waiting.take());
        waiting.drainTo(tasks, limit - 1);
        return tasks;
    }

    /** The interruption that comes after {@link #close} may have met a task, which kept it. */
    private void demandOpen() throws InterruptedException {
        if (isClosed) {
            throw new InterruptedException("no more tasks are taken");
        }
    }

    int waiting() {
        return waiting.size();
    }

    /** What is left, after {@link #close}. */
    List<Task<?>> drain() {
        List<Task<?>> tasks = new ArrayList<>();
        waiting.drainTo(tasks);
        return tasks;
    }

    /** Takes no more tasks. */
    void close() {
        isClosed = true;
    }
}
