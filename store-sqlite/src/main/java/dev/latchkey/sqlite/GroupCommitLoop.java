package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.sql.Failures;
import dev.latchkey.jdbc.sql.Statements;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes for everyone. A commit waits for the disk, so the writes that came in meanwhile share the next one; each
 * caller hears of its own only after that commit.
 *
 * <p>A write that is {@linkplain Task#isAnsweredBeforeCommit answered before the commit} is done in the same
 * transaction, in its turn: whoever comes later sees it. When the commit then fails, that answer was given on nothing.
 * So such writes are owed: they are done again, first of all, with the next group; and until a commit succeeded, nobody
 * is answered before one. A disk that is full thus costs one group's answers, and every later caller is refused.
 *
 * <p>Every write has a savepoint: one that fails is undone alone. When the transaction itself is lost (disk full, I/O
 * error) or its commit fails, all in it fail.
 *
 * <p>Whatever is thrown, an {@link Error} included, is told to those who wait, and the loop goes on: a writer that is
 * dead while the process lives would refuse everyone for ever.
 */
final class GroupCommitLoop implements DatabaseThread.Loop {
    private static final System.Logger LOG = System.getLogger(GroupCommitLoop.class.getName());
    private static final int MAX_GROUP = 256;

    private final TaskQueue queue;
    private final Diagnosis diagnosis;
    private final Failures failures;
    private final AtomicLong unheardCommits = new AtomicLong();
    private final AtomicLong failedCommits = new AtomicLong();

    /** Answered and lost. Of one group at most, because nothing is added while there are any. */
    private List<Task<?>> owed = List.of();

    private boolean isInDoubt;

    GroupCommitLoop(TaskQueue queue, Diagnosis diagnosis, Failures failures) {
        this.queue = queue;
        this.diagnosis = diagnosis;
        this.failures = failures;
    }

    /** How many writes were committed after their callers had given up: those callers think the worst. */
    long unheardCommits() {
        return unheardCommits.get();
    }

    /** How many groups were lost. */
    long failedCommits() {
        return failedCommits.get();
    }

    @Override
    public void run(Statements statements) {
        try {
            while (true) {
                run(queue.take(MAX_GROUP), statements);
            }
        } catch (InterruptedException end) {
            run(queue.drain(), statements);
        }
    }

    private void run(List<Task<?>> tasks, Statements statements) {
        List<Task<?>> group = new ArrayList<>();
        for (Task<?> task : tasks) {
            if (task.begin()) {
                if (task.isOutsideTransaction()) {
                    runOutside(task, statements);
                } else {
                    group.add(task);
                }
            }
        }
        if (!group.isEmpty() || !owed.isEmpty()) {
            commit(group, statements);
        }
    }

    private void commit(List<Task<?>> group, Statements statements) {
        List<Task<?>> open = new ArrayList<>(group);
        List<Task<?>> answered = new ArrayList<>();
        List<Task<?>> stillOwed;
        try {
            begin(statements);
            stillOwed = doAgain(statements);
            for (Task<?> task : group) {
                if (!runAlone(task, statements)) {
                    open.remove(task);
                } else if (task.isAnsweredBeforeCommit() && !isInDoubt) {
                    open.remove(task);
                    answered.add(task);
                    // Nobody caches what such a write says: it does not matter when its caller gave up.
                    task.succeed();
                }
            }
            statements.execute("commit");
        } catch (Throwable e) { // an Error too: see above
            lose(open, answered, e, statements);
            return;
        }
        owed = stillOwed;
        isInDoubt = !stillOwed.isEmpty();
        for (Task<?> task : open) {
            if (!task.succeed()) {
                unheardCommits.incrementAndGet();
            }
        }
    }

    private void begin(Statements statements) throws SQLException {
        if (isInDoubt) {
            // A transaction that could not be rolled back when it failed would be in the way.
            rollBack(statements);
        }
        statements.execute("begin immediate");
    }

    /** Does what was answered and lost, in its order; what still cannot be done stays owed. */
    private List<Task<?>> doAgain(Statements statements) throws SQLException {
        List<Task<?>> stillOwed = new ArrayList<>();
        for (Task<?> task : owed) {
            statements.execute("savepoint one_task");
            try {
                task.run(statements);
            } catch (SQLException | RuntimeException e) {
                undo(statements, e);
                stillOwed.add(task);
                continue;
            }
            statements.execute("release savepoint one_task");
        }
        return stillOwed;
    }

    private void lose(List<Task<?>> open, List<Task<?>> answered, Throwable thrown, Statements statements) {
        isInDoubt = true;
        if (!answered.isEmpty()) {
            List<Task<?>> all = new ArrayList<>(owed);
            all.addAll(answered);
            owed = all;
        }
        RuntimeException told = diagnosis.exception(thrown);
        if (told instanceof StoreUnavailableException unavailable) {
            // Those who wait tell it themselves; of those who were answered nobody would.
            answered.forEach(task -> failures.note(unavailable));
        }
        // After its causes and before anybody is told: who hears of a lost group finds it counted, and why.
        failedCommits.incrementAndGet();
        open.forEach(task -> task.fail(told));
        rollBack(statements);
        if (thrown instanceof Error) {
            LOG.log(System.Logger.Level.ERROR, "the writer met an error and goes on", thrown);
        }
    }

    /** For what only looks at the connection: it needs no lock, and must not wait for whoever holds it. */
    private void runOutside(Task<?> task, Statements statements) {
        try {
            task.run(statements);
            task.succeed();
        } catch (Throwable e) { // an Error too: see above
            statements.forget();
            task.fail(diagnosis.exception(e));
        }
    }

    /** False when the task failed and was undone; throws when the whole transaction is lost. */
    private boolean runAlone(Task<?> task, Statements statements) throws SQLException {
        statements.execute("savepoint one_task");
        try {
            task.run(statements);
        } catch (SQLException | RuntimeException e) {
            undo(statements, e);
            task.fail(diagnosis.exception(e));
            return false;
        }
        statements.execute("release savepoint one_task");
        return true;
    }

    private static void undo(Statements statements, Exception cause) throws SQLException {
        statements.forget();
        try {
            statements.execute("rollback to savepoint one_task");
            statements.execute("release savepoint one_task");
        } catch (SQLException lost) {
            // The first says what was wrong; the second only that the transaction went with it.
            Throwable first = cause instanceof StoreUnavailableException ? cause.getCause() : cause;
            throw first instanceof SQLException sql ? sql : lost;
        }
    }

    private static void rollBack(Statements statements) {
        statements.forget();
        try {
            statements.execute("rollback");
        } catch (SQLException e) {
            // SQLite rolls back by itself after most errors, and then there is nothing to roll back.
            LOG.log(System.Logger.Level.DEBUG, "nothing to roll back", e);
        }
    }
}
