package dev.latchkey.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes for everyone. A commit waits for the disk, so the writes that came in meanwhile share the next one; each
 * caller hears of its own only after that commit.
 *
 * <p>A write that is {@linkplain Task#isAnsweredBeforeCommit answered before the commit} is done in the same
 * transaction, in its turn: whoever comes later sees it.
 *
 * <p>Every write has a savepoint: one that fails is undone alone. When the transaction itself is lost (disk full, I/O
 * error) or its commit fails, all in it fail.
 */
final class GroupCommitLoop implements DatabaseThread.Loop {
    private static final System.Logger LOG = System.getLogger(GroupCommitLoop.class.getName());
    private static final int MAX_GROUP = 256;

    private final TaskQueue queue;
    private final AtomicLong unheardCommits = new AtomicLong();

    GroupCommitLoop(TaskQueue queue) {
        this.queue = queue;
    }

    /** How many writes were committed after their callers had given up: those callers think the worst. */
    long unheardCommits() {
        return unheardCommits.get();
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
        List<Task<?>> group = tasks.stream().filter(Task::begin).toList();
        if (group.isEmpty()) {
            return;
        }
        List<Task<?>> open = new ArrayList<>(group);
        try {
            statements.execute("begin immediate");
            for (Task<?> task : group) {
                if (!runAlone(task, statements)) {
                    open.remove(task);
                } else if (task.isAnsweredBeforeCommit()) {
                    // Nobody caches what such a write says: it does not matter when its caller gave up.
                    open.remove(task);
                    task.succeed();
                }
            }
            statements.execute("commit");
        } catch (SQLException e) {
            rollBack(statements);
            open.forEach(task -> task.fail(e));
            return;
        }
        for (Task<?> task : open) {
            if (!task.succeed()) {
                unheardCommits.incrementAndGet();
            }
        }
    }

    /** False when the task failed and was undone; throws when the whole transaction is lost. */
    private static boolean runAlone(Task<?> task, Statements statements) throws SQLException {
        statements.execute("savepoint one_task");
        try {
            task.run(statements);
        } catch (SQLException | RuntimeException e) {
            undo(statements, e);
            task.fail(e);
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
            lost.addSuppressed(cause);
            throw lost;
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
