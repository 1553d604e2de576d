package dev.latchkey.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks that take turns: one at a time, and at each {@link #step} chance decides who goes on. The same seed gives the
 * same turns. Some tasks are much slower than others, now and then, as if they were paused.
 */
final class Schedule {
    private static final int[] SPEEDS = {1, 1, 4, 16};

    private final SplittableRandom random;
    private final List<Worker> running = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    Schedule(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A task failed: the others have nothing left to find. */
    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private final class Worker {
        private final Semaphore turn = new Semaphore(0);
        private final int speed = SPEEDS[random.nextInt(SPEEDS.length)];
        private final Runnable task;

        Worker(Runnable task) {
            this.task = task;
        }

        void run() {
            turn.acquireUninterruptibly();
            try {
                task.run();
            } catch (Stopped e) {
                // As it was told.
            } catch (Throwable e) {
                failure = failure == null ? e : failure;
            }
            running.remove(this);
            if (running.isEmpty()) {
                over.countDown();
            } else {
                next().turn.release();
            }
        }
    }

    private @Nullable Worker current;

    private Worker next() {
        int pick =
                random.nextInt(running.stream().mapToInt(worker -> worker.speed).sum());
        for (Worker worker : running) {
            pick -= worker.speed;
            if (pick < 0) {
                current = worker;
                return worker;
            }
        }
        throw new AssertionError(pick);
    }

    /** Adds a task, before they run. */
    void add(Runnable task) {
        running.add(new Worker(task));
    }

    /** A number from 0 up to that, without it. */
    int chance(int bound) {
        return random.nextInt(bound);
    }

    /** Lets somebody else go on, or the caller. To be called by a task. */
    void step() {
        Worker self = current;
        if (self == null) {
            throw new AssertionError("nobody runs");
        }
        Worker next = next();
        if (next != self) {
            next.turn.release();
            self.turn.acquireUninterruptibly();
        }
        if (failure != null) {
            throw new Stopped();
        }
    }

    /** Runs all tasks to their ends. What one of them threw; null when none did. */
    @Nullable
    Throwable run() {
        for (Worker worker : List.copyOf(running)) {
            Thread.ofVirtual().start(worker::run);
        }
        next().turn.release();
        try {
            if (!over.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("the tasks do not come to an end");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return failure;
    }
}
