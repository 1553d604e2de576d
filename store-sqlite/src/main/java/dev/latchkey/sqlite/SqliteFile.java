package dev.latchkey.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/** How a connection to the file is made: the same durability for the stores, the migrations and the command line. */
final class SqliteFile {
    /** A log that grew while someone read for long is cut back to this once they are done. */
    private static final int MOST_LOG_KEPT = 16 * 1024 * 1024;

    private final String url;
    private final int busyTimeoutMillis;

    /**
     * @throws IllegalArgumentException when the path has a question mark: the driver would read options from there
     */
    SqliteFile(Path file, int busyTimeoutMillis) {
        if (file.toString().indexOf('?') >= 0) {
            throw new IllegalArgumentException("a database path without a question mark is expected");
        }
        this.url = "jdbc:sqlite:" + file.toAbsolutePath();
        this.busyTimeoutMillis = busyTimeoutMillis;
    }

    Connection openWriter() throws SQLException {
        return config().createConnection(url);
    }

    /** Not opened read-only: a reader of a write-ahead log writes to the shared index beside it. */
    Connection openReader() throws SQLException {
        Connection connection = config().createConnection(url);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma query_only = true");
        }
        return connection;
    }

    /** Changes nothing, not even the journal mode of a file that was made elsewhere. */
    Connection openReadOnly() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(busyTimeoutMillis);
        return config.createConnection(url);
    }

    private SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // FULL waits for the disk at every commit: what was acknowledged survives kill -9 and a power cut.
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(busyTimeoutMillis);
        config.setJournalSizeLimit(MOST_LOG_KEPT);
        config.enforceForeignKeys(true);
        return config;
    }
}
