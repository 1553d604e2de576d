package dev.latchkey.sqlite;

import dev.latchkey.jdbc.sql.Transactor;

/**
 * Leaves work for the threads of the database, but for what is asked within a transaction: that takes part in it.
 */
record QueueTransactor(TaskQueue reads, TaskQueue writes, SqliteTransactions transactions) implements Transactor {
    @Override
    public <T> T read(Work<T> work) {
        SqliteTransactions.Joint joint = transactions.joint();
        return joint != null ? joint.run(work) : reads.submit(new Task<>(work));
    }

    @Override
    public <T> T write(Work<T> work) {
        SqliteTransactions.Joint joint = transactions.joint();
        return joint != null ? joint.run(work) : writes.submit(new Task<>(work));
    }

    /** Within a transaction it is as late as everything there. */
    @Override
    public <T> T writeSoon(Work<T> work) {
        SqliteTransactions.Joint joint = transactions.joint();
        return joint != null ? joint.run(work) : writes.submit(Task.answeredBeforeCommit(work));
    }
}
