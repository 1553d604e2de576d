package dev.latchkey.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/**
 * Brings the tables up to date with Flyway. Flyway is asked only when its history says that something is to be done:
 * loading it and looking for migrations costs more than the rest of the start together.
 */
final class SqliteSchema {
    /** The newest migration in {@link #LOCATION}; a test compares the two. */
    static final int VERSION = 2;

    static final String LOCATION = "db/migration/sqlite";

    private SqliteSchema() {}

    /** A schema newer than ours is left alone: a release reads what the next one wrote. */
    static void bringUpToDate(Path path, SqliteFile file) throws SQLException, IOException {
        if (version(file) >= VERSION) {
            return;
        }
        // Flyway has no lock for SQLite: of a server and a command starting on a new file, one would fail.
        Path lockFile = path.resolveSibling(path.getFileName() + ".migration-lock");
        DataFiles.prepare(lockFile);
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && version(file) < VERSION) {
                Flyway.configure(SqliteSchema.class.getClassLoader())
                        .dataSource(file.dataSource())
                        .locations("classpath:" + LOCATION)
                        .load()
                        .migrate();
            }
        }
    }

    private static int version(SqliteFile file) throws SQLException {
        try (Connection connection = file.openWriter();
                Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery(
                    "select 1 from sqlite_master where type = 'table' and name = 'flyway_schema_history'")) {
                if (!table.next()) {
                    return 0;
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "select max(cast(version as integer)) from flyway_schema_history where success = 1")) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
