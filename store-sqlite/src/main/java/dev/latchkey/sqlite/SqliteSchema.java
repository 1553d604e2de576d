package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.jdbc.schema.SchemaScript;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Brings the tables up to date. Their history is a table of our own, {@code latchkey_schema}.
 *
 * <p>Each version also names the oldest program that may work on it: that one and all between read and write what the
 * newest does, so that two releases may serve at once while one replaces the other.
 */
final class SqliteSchema {
    /** What this program makes and knows. */
    static final int VERSION = 3;

    /** Made with another history table; its users and audit log are taken along. */
    private static final int LAST_OF_BEFORE = 2;

    private SqliteSchema() {}

    /** What a database says of itself: 0 when it has no tables of ours yet. */
    private record Found(int version, int oldestProgram) {}

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
        try (Connection connection = file.openReadOnly();
                Statement statement = connection.createStatement()) {
            demandNotForeign(statement, find(statement), diagnosis);
        }
    }

    private static void demandNotForeign(Statement statement, Found found, Diagnosis diagnosis) throws SQLException {
        if (found.version() == 0 && hasTables(statement)) {
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
            if (isUpToDate(find(statement))) {
                return;
            }
            // The write lock, so that of two programs that start on one file one waits and finds it done.
            statement.execute("begin immediate");
            try {
                migrate(statement, diagnosis);
                statement.execute("commit");
            } catch (SQLException | RuntimeException e) {
                statement.execute("rollback");
                throw e;
            }
        }
    }

    /**
     * Looks only.
     *
     * @throws IncompatibleDatabaseException when this program may not open the database
     */
    static void demandKnown(Statement statement) throws SQLException {
        Found found = find(statement);
        if (!isUpToDate(found)) {
            demandNotTooOld(found);
        }
    }

    /** Whether it is of Latchkey, of whichever version. */
    static boolean isOurs(Statement statement) throws SQLException {
        return find(statement).version() > 0;
    }

    /** Whether it has the tables of this version, or of a later one that this program may use. */
    static boolean isCurrent(Statement statement) throws SQLException {
        return isUpToDate(find(statement));
    }

    private static void demandNotTooOld(Found found) {
        if (found.version() > 0 && found.version() < LAST_OF_BEFORE) {
            throw IncompatibleDatabaseException.databaseTooOld(found.version(), LAST_OF_BEFORE);
        }
    }

    private static boolean isUpToDate(Found found) {
        if (found.oldestProgram() > VERSION) {
            throw IncompatibleDatabaseException.programTooOld(found.version(), found.oldestProgram(), VERSION);
        }
        return found.version() >= VERSION;
    }

    private static void migrate(Statement statement, Diagnosis diagnosis) throws SQLException {
        Found found = find(statement);
        if (isUpToDate(found)) {
            return;
        }
        demandNotForeign(statement, found, diagnosis);
        demandNotTooOld(found);
        run(statement, "3.sql");
        if (found.version() == LAST_OF_BEFORE) {
            run(statement, "from-2.sql");
        }
        statement.execute("""
                create table latchkey_schema (
                    version        integer not null primary key,
                    oldest_program integer not null,
                    applied_at     integer not null
                ) strict, without rowid
                """);
        statement.execute(
                "insert into latchkey_schema values (" + VERSION + ", " + VERSION + ", unixepoch() * 1000000)");
    }

    private static Found find(Statement statement) throws SQLException {
        if (hasTable(statement, "latchkey_schema")) {
            try (ResultSet row = statement.executeQuery(
                    "select version, oldest_program from latchkey_schema order by version desc limit 1")) {
                return row.next() ? new Found(row.getInt("version"), row.getInt("oldest_program")) : new Found(0, 0);
            }
        }
        // Another program may have a history of that name.
        boolean isOfBefore = hasTable(statement, "flyway_schema_history")
                && hasTable(statement, "user_account")
                && hasTable(statement, "secret");
        return new Found(isOfBefore ? versionOfBefore(statement) : 0, 0);
    }

    private static int versionOfBefore(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select max(cast(version as integer)) from flyway_schema_history where success = 1")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static boolean hasTable(Statement statement, String name) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select 1 from sqlite_master where type = 'table' and name = '" + name + "'")) {
            return row.next();
        }
    }

    private static boolean hasTables(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "select 1 from sqlite_master where name not like 'sqlite!_%' escape '!' limit 1")) {
            return row.next();
        }
    }

    private static void run(Statement statement, String script) throws SQLException {
        for (String sql : SchemaScript.named("sqlite/" + script).statements()) {
            statement.execute(sql);
        }
    }
}
