package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work on its way from a caller to a database thread, and its answer on the way back.
 *
 * <p>A caller that gave up before the work was begun prevents it. One that gives up later cannot know what became of
 * it; the database thread then learns from {@link #succeed} that nobody heard of the commit.
 */
final class Task<T> {
    private enum State {
        WAITING,
        BEGUN,
        ANSWERED,
        ABANDONED
    }

    private final Transactor.Work<T> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private @Nullable T result;

    private final Way way;

    private enum Way {
        IN_A_TRANSACTION,
        ANSWERED_BEFORE_ITS_COMMIT,
        OUTSIDE
    }

    Task(Transactor.Work<T> work) {
        this(work, Way.IN_A_TRANSACTION);
    }

    private Task(Transactor.Work<T> work, Way way) {
        this.work = work;
        this.way = way;
    }

    /** A task whose caller does not wait for the commit. Its work may run again, when that commit failed. */
    static <T> Task<T> answeredBeforeCommit(Transactor.Work<T> work) {
        return new Task<>(work, Way.ANSWERED_BEFORE_ITS_COMMIT);
    }

    /** A task for the writer's connection that writes nothing and needs no transaction. */
    static <T> Task<T> outsideTransaction(Transactor.Work<T> work) {
        return new Task<>(work, Way.OUTSIDE);
    }

    /** Whether the caller is to hear of it as soon as it ran. */
    boolean isAnsweredBeforeCommit() {
        return way == Way.ANSWERED_BEFORE_ITS_COMMIT;
    }

    /** Whether it needs no transaction. */
    boolean isOutsideTransaction() {
        return way == Way.OUTSIDE;
    }

    /** False when the caller gave up: then leave it. */
    boolean begin() {
        return state.compareAndSet(State.WAITING, State.BEGUN);
    }

    void run(Statements statements) throws SQLException {
        result = work.on(statements);
    }

    /** Gives the caller the result. False when the caller is gone. */
    boolean succeed() {
        if (!state.compareAndSet(State.BEGUN, State.ANSWERED)) {
            return false;
        }
        answer.complete(result);
        return true;
    }

    /** Tells the caller that it did not come about. */
    void fail(RuntimeException failure) {
        state.set(State.ANSWERED);
        answer.completeExceptionally(failure);
    }

    /** Waits for the answer, giving up after {@code timeout} or when interrupted. */
    T await(Duration timeout, Diagnosis diagnosis) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return giveUp(new StoreUnavailableException(diagnosis.timeout(timeout.toMillis() + " ms"), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp(new StoreUnavailableException("interrupted while the database worked", e));
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private T giveUp(StoreUnavailableException why) {
        State before = state.getAndUpdate(now -> now == State.ANSWERED ? now : State.ABANDONED);
        if (before != State.ANSWERED) {
            throw before == State.BEGUN ? why.unheard() : why;
        }
        // The answer came at the last moment: a commit that the caller can still hear of.
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
