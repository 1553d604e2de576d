package dev.latchkey.sqlite;

import dev.latchkey.jdbc.sql.Statements;

/**
 * Runs one read after the other, each in a transaction of its own statement. Whatever is thrown, an {@link Error}
 * included, is told to the one who waits, and the loop goes on.
 */
final class ReadLoop implements DatabaseThread.Loop {
    private final TaskQueue queue;
    private final Diagnosis diagnosis;

    ReadLoop(TaskQueue queue, Diagnosis diagnosis) {
        this.queue = queue;
        this.diagnosis = diagnosis;
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

    private void run(Task<?> task, Statements statements) {
        if (!task.begin()) {
            return;
        }
        try {
            task.run(statements);
            task.succeed();
        } catch (Throwable e) { // an Error too: see above
            statements.forget();
            task.fail(diagnosis.exception(e));
        }
    }
}
