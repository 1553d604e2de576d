package dev.latchkey.jdbc.schema;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * What a database says of its own tables: their version, and the oldest program that may work on them. That one and all
 * between read and write what the newest does, so that two releases may serve at once while one replaces the other.
 *
 * @param version 0 when it has no tables of ours
 * @param oldestProgram the version that a program must know
 */
public record SchemaHistory(int version, int oldestProgram) {
    private static final String TABLE = "latchkey_schema";
    private static final SchemaHistory NONE = new SchemaHistory(0, 0);

    /** Looks. */
    public static SchemaHistory of(Connection connection) throws SQLException {
        if (!hasTable(connection)) {
            return NONE;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select version, oldest_program from latchkey_schema order by version desc limit 1")) {
            return row.next() ? new SchemaHistory(row.getInt("version"), row.getInt("oldest_program")) : NONE;
        }
    }

    private static boolean hasTable(Connection connection) throws SQLException {
        DatabaseMetaData about = connection.getMetaData();
        String name = about.storesUpperCaseIdentifiers() ? TABLE.toUpperCase(Locale.ROOT) : TABLE;
        try (ResultSet table = about.getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
            return table.next();
        }
    }

    /**
     * Whether this program may work on it as it is.
     *
     * @throws IncompatibleDatabaseException when it never may
     */
    public boolean isUpToDate(Dialect dialect) {
        if (oldestProgram > dialect.version()) {
            throw IncompatibleDatabaseException.programTooOld(version, oldestProgram, dialect.version());
        }
        return version >= dialect.version();
    }
}
