package dev.latchkey.jdbc;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor.Work;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Takes a connection for each transaction, and gives it back as it was. */
final class Connections {
    private static final System.Logger LOG = System.getLogger(Connections.class.getName());

    private final DataSource dataSource;
    private final Dialect dialect;
    private final SqlDiagnosis diagnosis;
    private final int timeoutSeconds;

    Connections(DataSource dataSource, Dialect dialect, SqlDiagnosis diagnosis, int timeoutSeconds) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.diagnosis = diagnosis;
        this.timeoutSeconds = timeoutSeconds;
    }

    Dialect dialect() {
        return dialect;
    }

    SqlDiagnosis diagnosis() {
        return diagnosis;
    }

    /** Runs work that only reads. */
    <T> T read(Work<T> work) throws SQLException {
        return on(true, work);
    }

    /**
     * Runs work in a transaction and commits. Whatever it throws undoes it.
     *
     * @throws StoreUnavailableException when nobody knows whether it was committed
     */
    <T> T write(String begin, Work<T> work) throws SQLException {
        return on(false, statements -> {
            T result;
            try {
                statements.execute(begin);
                result = work.on(statements);
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(statements);
                throw e;
            }
            commit(statements);
            return result;
        });
    }

    private void commit(Statements statements) throws SQLException {
        try {
            statements.connection().commit();
        } catch (SQLException e) {
            rollBack(statements);
            if (SqlDiagnosis.isSurelyUndone(e)) {
                throw e;
            }
            throw diagnosis.exception(e).unheard();
        }
    }

    private static void rollBack(Statements statements) {
        try {
            statements.connection().rollback();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing to roll back", e);
        }
    }

    private <T> T on(boolean autoCommit, Work<T> work) throws SQLException {
        Connection connection = dataSource.getConnection();
        try (Statements statements = new Statements(connection, dialect).within(timeoutSeconds)) {
            boolean wasAutoCommit = connection.getAutoCommit();
            if (wasAutoCommit == autoCommit) {
                return work.on(statements);
            }
            connection.setAutoCommit(autoCommit);
            try {
                return work.on(statements);
            } finally {
                restore(connection, wasAutoCommit);
            }
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException e) {
            // A connection that is lost cannot be set, and what was committed stays committed.
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be given back as it was", e);
        }
    }
}
