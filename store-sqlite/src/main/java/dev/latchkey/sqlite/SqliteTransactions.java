package dev.latchkey.sqlite;

import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.store.WholeAct;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work of several stores as one task of the writer. The work itself runs on the writer's thread, so a store that is
 * asked there knows by the thread alone that it takes part, and uses the writer's connection for reading too.
 */
final class SqliteTransactions implements Transactions {
    private final TaskQueue writes;
    private final Diagnosis diagnosis;

    /** What the writer runs now; there is one writer. */
    private volatile @Nullable Joint current;

    SqliteTransactions(TaskQueue writes, Diagnosis diagnosis) {
        this.writes = writes;
        this.diagnosis = diagnosis;
    }

    /** One transaction under way. */
    static final class Joint {
        private final Thread thread = Thread.currentThread();
        private final WholeAct act;
        private final Statements statements;
        private final Diagnosis diagnosis;

        private Joint(WholeAct act, Statements statements, Diagnosis diagnosis) {
            this.act = act;
            this.statements = statements;
            this.diagnosis = diagnosis;
        }

        /** Does what a store asks for. Some of it may be done when it fails, so all is undone then. */
        <T> T run(Transactor.Work<T> work) {
            return act.part(() -> {
                try {
                    return work.on(statements);
                } catch (SQLException e) {
                    statements.forget();
                    throw diagnosis.exception(e);
                }
            });
        }
    }

    @Override
    public <T> T together(Supplier<T> work) {
        Joint joined = joint();
        if (joined != null) {
            return joined.act.part(work);
        }
        WholeAct act = new WholeAct();
        return act.within(() ->
                writes.submit(new Task<>(statements -> run(new Joint(act, statements, diagnosis), work))));
    }

    private <T> T run(Joint joint, Supplier<T> work) {
        current = joint;
        try {
            return joint.act.whole(work);
        } finally {
            current = null;
        }
    }

    /** The transaction that the caller is in; null when there is none. */
    @Nullable
    Joint joint() {
        Joint joint = current;
        return joint != null && joint.thread == Thread.currentThread() ? joint : null;
    }

    @Override
    public void whenOver(Consumer<Ending> callback) {
        Joint joint = joint();
        if (joint == null) {
            callback.accept(Ending.COMMITTED);
        } else {
            joint.act.whenOver(callback);
        }
    }

    @Override
    public boolean isUnderWay() {
        return joint() != null;
    }
}
