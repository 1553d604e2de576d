package dev.latchkey.jdbc;

import dev.latchkey.store.PromptThread;
import dev.latchkey.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;

/** Where callers leave tasks for database threads: bounded, so that a slow disk sheds load instead of heaping it. */
final class TaskQueue {
    private final ArrayBlockingQueue<Task<?>> waiting;
    private final Duration timeout;
    private final LongAdder failures = new LongAdder();
    private volatile boolean isClosed;

    TaskQueue(int capacity, Duration timeout) {
        this.waiting = new ArrayBlockingQueue<>(capacity);
        this.timeout = timeout;
    }

    /** Leaves a task and waits for its answer. */
    <T> T submit(Task<T> task) {
        PromptThread.beforeWaiting();
        try {
            return answer(task);
        } catch (StoreUnavailableException e) {
            failures.increment();
            throw e;
        }
    }

    private <T> T answer(Task<T> task) {
        if (isClosed) {
            throw new StoreUnavailableException(
                    "the database is closed", new RejectedExecutionException("no more tasks are taken"));
        }
        if (!waiting.offer(task)) {
            throw new StoreUnavailableException(
                    "the database is busy", new RejectedExecutionException(waiting.size() + " tasks are waiting"));
        }
        return task.await(timeout);
    }

    /** The next task. Waits for one, and is interrupted at the end. */
    Task<?> take() throws InterruptedException {
        return waiting.take();
    }

    /** The next tasks, at least one. Waits for the first, and is interrupted at the end. */
    List<Task<?>> take(int limit) throws InterruptedException {
        List<Task<?>> tasks = new ArrayList<>();
        tasks.add(waiting.take());
        waiting.drainTo(tasks, limit - 1);
        return tasks;
    }

    int waiting() {
        return waiting.size();
    }

    /** How many callers were told that the store is unavailable. */
    long failures() {
        return failures.sum();
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
