package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.jdbc.schema.SchemaHistory;
import dev.latchkey.jdbc.schema.SchemaScript;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Brings the tables of a file up to date, and refuses a file that is not ours. */
final class SqliteSchema {
    /** Made with another history table; its users and audit log are taken along. */
    private static final int LAST_OF_BEFORE = 2;

    private SqliteSchema() {}

    /**
     * Refuses a database that another program made, before anything of it is changed: its journal mode, its
     * permissions. One with a log beside it was not closed in order; opening it changes neither.
     *
     * @throws StoreUnavailableException when it has tables and none of ours
     */
    static void demandNotForeign(SqliteFile file, Diagnosis diagnosis) throws SQLException {
        if (diagnosis.file().toFile().length() == 0 || Files.exists(DataFiles.part(diagnosis.file(), "-wal"))) {
            return;
        }
        try (Connection connection = file.openReadOnly()) {
            demandNotForeign(connection, find(connection), diagnosis);
        }
    }

    private static void demandNotForeign(Connection connection, SchemaHistory found, Diagnosis diagnosis)
            throws SQLException {
        if (found.version() == 0 && hasTables(connection)) {
            throw new StoreUnavailableException(diagnosis.foreign(), new SQLException("tables of another program"));
        }
    }

    /**
     * Makes the tables, or takes those of an earlier version along: all of it or nothing.
     *
     * @throws IncompatibleDatabaseException when this program is too old for the database, or too new
     * @throws StoreUnavailableException when it has tables and none of ours
     */
    static void bringUpToDate(SqliteFile file, Diagnosis diagnosis) throws SQLException {
        try (Connection connection = file.openWriter();
                Statement statement = connection.createStatement()) {
            if (find(connection).isUpToDate(Dialect.SQLITE)) {
                return;
            }
            // The write lock, so that of two programs that start on one file one waits and finds it done.
            statement.execute("begin immediate");
            try {
                migrate(connection, statement, diagnosis);
                statement.execute("commit");
            } catch (SQLException | RuntimeException e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    /** What went wrong first is what is told. */
    private static void rollBack(Statement statement, Exception cause) {
        try {
            statement.execute("rollback");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void migrate(Connection connection, Statement statement, Diagnosis diagnosis) throws SQLException {
        SchemaHistory found = findWithin(connection);
        if (found.isUpToDate(Dialect.SQLITE)) {
            return;
        }
        demandNotForeign(connection, found, diagnosis);
        demandNotTooOld(found);
        for (SchemaScript script : Dialect.SQLITE.scriptsAfter(found.version())) {
            run(statement, script);
            if (found.version() == LAST_OF_BEFORE && exists(connection, "user_account")) {
                run(statement, SchemaScript.named("sqlite/from-2.sql"));
            }
        }
    }

    /**
     * Looks only.
     *
     * @throws IncompatibleDatabaseException when this program may not open the database
     */
    static void demandKnown(Connection connection) throws SQLException {
        SchemaHistory found = find(connection);
        if (!found.isUpToDate(Dialect.SQLITE)) {
            demandNotTooOld(found);
        }
    }

    /** Whether it is of Latchkey, of whichever version. */
    static boolean isOurs(Connection connection) throws SQLException {
        return find(connection).version() > 0;
    }

    /** Whether it has the tables of this version, or of a later one that this program may use. */
    static boolean isCurrent(Connection connection) throws SQLException {
        return find(connection).isUpToDate(Dialect.SQLITE);
    }

    private static void demandNotTooOld(SchemaHistory found) {
        if (found.version() > 0 && found.version() < LAST_OF_BEFORE) {
            throw IncompatibleDatabaseException.databaseTooOld(found.version(), LAST_OF_BEFORE);
        }
    }

    /** As of one moment: another process may take it along meanwhile. */
    private static SchemaHistory find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("begin");
            try {
                SchemaHistory found = findWithin(connection);
                statement.execute("commit");
                return found;
            } catch (SQLException | RuntimeException e) {
                rollBack(statement, e);
                throw e;
            }
        }
    }

    /** As the transaction that is open sees it. */
    private static SchemaHistory findWithin(Connection connection) throws SQLException {
        SchemaHistory found = SchemaHistory.of(connection);
        if (found.version() > 0) {
            return found;
        }
        // Another program may have a history of that name.
        boolean isOfBefore = exists(connection, "flyway_schema_history")
                && exists(connection, "user_account")
                && exists(connection, "secret");
        return isOfBefore ? new SchemaHistory(versionOfBefore(connection), 0) : found;
    }

    private static int versionOfBefore(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select max(cast(version as integer)) from flyway_schema_history where success = 1")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        return any(connection, "select 1 from sqlite_master where type = 'table' and name = '" + table + "'");
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        return any(connection, "select 1 from sqlite_master where name not like 'sqlite!_%' escape '!' limit 1");
    }

    private static boolean any(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next();
        }
    }

    private static void run(Statement statement, SchemaScript script) throws SQLException {
        for (String sql : script.statements()) {
            statement.execute(sql);
        }
    }
}
