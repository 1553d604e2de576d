package dev.latchkey.jdbc;

import dev.latchkey.store.StoreUnavailableException;
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

    private final boolean isAnsweredBeforeCommit;

    Task(Transactor.Work<T> work) {
        this(work, false);
    }

    private Task(Transactor.Work<T> work, boolean isAnsweredBeforeCommit) {
        this.work = work;
        this.isAnsweredBeforeCommit = isAnsweredBeforeCommit;
    }

    /** A task whose caller does not wait for the commit. */
    static <T> Task<T> answeredBeforeCommit(Transactor.Work<T> work) {
        return new Task<>(work, true);
    }

    /** Whether the caller is to hear of it as soon as it ran. */
    boolean isAnsweredBeforeCommit() {
        return isAnsweredBeforeCommit;
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

    void fail(Exception failure) {
        state.set(State.ANSWERED);
        answer.completeExceptionally(
                failure instanceof SQLException
                        ? new StoreUnavailableException("the database did not do what was asked", failure)
                        : failure);
    }

    /** Waits for the answer, giving up after {@code timeout} or when interrupted. */
    T await(Duration timeout) {
        try {
            return answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return giveUp("the database did not answer within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return giveUp("interrupted while the database worked", e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private T giveUp(String why, Exception cause) {
        State before = state.getAndUpdate(now -> now == State.ANSWERED ? now : State.ABANDONED);
        if (before != State.ANSWERED) {
            throw before == State.BEGUN
                    ? StoreUnavailableException.unheard(why, cause)
                    : new StoreUnavailableException(why, cause);
        }
        // The answer came at the last moment: a commit that the caller can still hear of.
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(why, e);
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static RuntimeException rethrown(ExecutionException e) {
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
    }
}
