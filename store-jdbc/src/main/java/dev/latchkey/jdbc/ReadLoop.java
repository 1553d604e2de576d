package dev.latchkey.jdbc;

import java.sql.SQLException;

/** Runs one read after the other, each in a transaction of its own statement. */
final class ReadLoop implements DatabaseThread.Loop {
    private final TaskQueue queue;

    ReadLoop(TaskQueue queue) {
        this.queue = queue;
    }

    @Override
    public void run(Statements statements) {
        try {
            while (true) {
                run(queue.take(), statements);
            }
        } catch (InterruptedException end) {
            queue.drain().forEach(task -> run(task, statements));
        }
    }

    private static void run(Task<?> task, Statements statements) {
        if (!task.begin()) {
            return;
        }
        try {
            task.run(statements);
            task.succeed();
        } catch (SQLException | RuntimeException e) {
            statements.forget();
            task.fail(e);
        }
    }
}
