package dev.latchkey.jdbc.sql;

import java.sql.SQLException;

/**
 * Runs SQL for a store: what the stores know of a database. The caller waits; it may be a virtual thread.
 *
 * <p>All three throw {@link dev.latchkey.core.store.StoreUnavailableException} for a database that cannot answer in
 * time, and pass on what else the work throws.
 */
public interface Transactor {
    /** Runs work that only reads, and sees all that was committed before. */
    <T> T read(Work<T> work);

    /** Runs work in a transaction and answers after its commit; whatever the work throws undoes it. */
    <T> T write(Work<T> work);

    /**
     * Runs work in a transaction and answers before its commit, for what must be atomic and seen by all later work but
     * may be lost when the machine fails at once. Whatever the work throws undoes it.
     *
     * <p>When the commit fails after the answer, the work is run again with the next one, ahead of all other work; and
     * until a commit succeeded this is {@link #write}: nobody gets a second answer that nothing stands behind.
     */
    <T> T writeSoon(Work<T> work);

    /** Some statements that belong together. Runs on another thread; committed once at most. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it. */
        T on(Statements statements) throws SQLException;
    }
}
