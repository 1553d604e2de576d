package dev.latchkey.sqlite;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.jdbc.sql.Upkeep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.ProgressHandler;

/** Looks a database over without changing anything in it. */
public final class SqliteInspection {
    /** How many steps SQLite takes between two looks at the time: some milliseconds. */
    private static final int STEPS = 100_000;

    /** What SQLite says when the progress handler stopped it. */
    private static final int INTERRUPTED = 9;

    private static final int BUSY_MILLIS = 1_000;

    private SqliteInspection() {}

    /** What came of it. */
    public sealed interface Finding {
        /** Nothing is wrong. */
        record Sound() implements Finding {}

        /** Nothing wrong was found within the time; there is more of it than was looked at. */
        record NotFinished() implements Finding {}

        /** It cannot be used as it is. */
        record Broken(StoreFailure failure) implements Finding {}
    }

    /**
     * Reads the whole database, through a connection that may only read: its pages and indexes, that each table of ours
     * is there, and that this program may open it.
     *
     * @param limit how long at most, positive
     * @throws IncompatibleDatabaseException when it was made by a release too new or too old
     */
    public static Finding examine(Path file, Duration limit) {
        Diagnosis diagnosis = new Diagnosis(file);
        if (!Files.exists(file)) {
            return new Finding.Broken(diagnosis.absent());
        }
        try (Connection connection = new SqliteFile(file, BUSY_MILLIS).openReadOnly()) {
            return examine(connection, diagnosis, limit);
        } catch (SQLException e) {
            return new Finding.Broken(diagnosis.of(e));
        }
    }

    /**
     * The same for the file that a server is about to open, where the process before did not close it: that process was
     * killed, the machine lost its power, or the file was put there beside another one's log. Sound, without a look,
     * where it was closed in order. To be asked before {@link SqliteDatabase#open}, with no other process on the file.
     */
    public static Finding afterUncleanEnd(Path file, Duration limit) {
        return Files.exists(file) && Files.exists(DataFiles.part(file, "-wal"))
                ? examine(file, limit)
                : new Finding.Sound();
    }

    static Finding examine(Connection connection, Diagnosis diagnosis, Duration limit) throws SQLException {
        long begun = System.nanoTime();
        ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
            @Override
            protected int progress() {
                return System.nanoTime() - begun > limit.toNanos() ? 1 : 0;
            }
        });
        try (Statement statement = connection.createStatement()) {
            SqliteSchema.demandKnown(connection);
            Optional<String> damage = integrity(statement);
            if (damage.isPresent()) {
                return new Finding.Broken(diagnosis.corrupt(damage.get()));
            }
            if (!SqliteSchema.isOurs(connection)) {
                return new Finding.Broken(diagnosis.foreign());
            }
            if (SqliteSchema.isCurrent(connection)) {
                for (String table : Upkeep.TABLES) {
                    statement.execute("select 1 from " + table + " limit 1");
                }
            }
            return new Finding.Sound();
        } catch (SQLException e) {
            if (e.getErrorCode() == INTERRUPTED) {
                return new Finding.NotFinished();
            }
            return new Finding.Broken(diagnosis.of(e));
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    private static Optional<String> integrity(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("pragma integrity_check(1)")) {
            String said = row.next() ? row.getString(1) : "no answer";
            return said.equals("ok") ? Optional.empty() : Optional.of("integrity_check: " + firstLine(said));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
