package dev.latchkey.sqlite;

import static dev.latchkey.jdbc.sql.Columns.micros;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.sqlite.SqliteInspection.Finding;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Copies a database that is in use, and puts such a copy in the place of one that is not. */
public final class SqliteBackup {
    /** A copy is read to its end before anyone relies on it. */
    private static final Duration NO_HURRY = Duration.ofHours(1);

    private static final int BUSY_MILLIS = 10_000;

    private SqliteBackup() {}

    /**
     * Writes all that is committed now to a new file of its own, for the owner's eyes only, checks it and makes sure
     * that it is on disk. Others go on reading and writing meanwhile.
     *
     * @throws FileAlreadyExistsException when there is something at {@code to}: it stays as it is
     * @throws StoreUnavailableException when either cannot be used, or the copy is not sound; then there is none
     */
    public static void copy(Path from, Path to) throws FileAlreadyExistsException {
        if (!SqliteDatabase.exists(from)) {
            throw SqliteDatabase.absent(from);
        }
        if (Files.exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            DataFiles.createOwnerOnly(part);
            vacuumInto(from, part);
            demandSound(part);
            sync(part);
            Files.move(part, to);
            syncFolder(to);
        } catch (FileAlreadyExistsException e) {
            deleteQuietly(part);
            throw e;
        } catch (IOException e) {
            deleteQuietly(part);
            throw new Diagnosis(to).exception(e);
        } catch (RuntimeException e) {
            deleteQuietly(part);
            throw e;
        }
    }

    private static void vacuumInto(Path from, Path part) {
        try (Connection connection = new SqliteFile(from, BUSY_MILLIS).openWriter();
                PreparedStatement copy = connection.prepareStatement("vacuum into ?")) {
            copy.setString(1, part.toString());
            copy.execute();
        } catch (SQLException e) {
            // SQLite does not say which of the two it could not use; a full disk is where the copy goes.
            StoreFailure failure = new Diagnosis(from).of(e);
            throw failure.cause() == Cause.FULL
                    ? new StoreUnavailableException(new Diagnosis(part).of(e), e)
                    : new StoreUnavailableException(failure, e);
        }
    }

    /**
     * What a restored database brings back to life.
     *
     * @param asOf the latest that was noted in it; empty when nothing was
     * @param former where the database of before lies now; empty when there was none
     * @param users how many users it holds
     * @param sessions how many sessions are live again
     * @param series how many remembered browsers are known again
     * @param isEnded whether those sessions and browsers were ended at once
     */
    public record Restored(
            Optional<Instant> asOf, Optional<Path> former, int users, int sessions, int series, boolean isEnded) {}

    /**
     * Puts a copy of a backup in the place of a database that no process has open. The backup is only read. It is copied
     * beside the database, checked, and brought up to date there, and then takes its name in one step; the database of
     * before is kept under another name, its log worked into it.
     *
     * @param endsAll whether every session and remembered browser ends, and every known device with them: what was
     *     ended after the backup was made would be live again otherwise
     * @param now when this is
     * @throws StoreUnavailableException when either cannot be used, or the backup is not sound; nothing was changed
     * @throws IncompatibleDatabaseException when the backup was made by a release too new or too old
     */
    public static Restored restore(Path backup, Path to, boolean endsAll, Instant now) {
        if (!SqliteDatabase.exists(backup)) {
            throw new StoreUnavailableException(
                    new StoreFailure(
                            Cause.ABSENT,
                            "backup",
                            backup.toAbsolutePath().toString(),
                            "there is no such file, or nothing is in it",
                            "name a file that latchkey backup wrote"),
                    new NoSuchFileException(backup.toString()));
        }
        Path part = to.resolveSibling(to.getFileName() + ".restoring");
        try {
            DataFiles.prepareFolder(to);
            deleteWithParts(part);
            copyWithLog(backup, part);
            Restored restored = ready(part, backup, endsAll, now);
            sync(part);
            Optional<Path> former = setAside(to, now);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder(to);
            return new Restored(
                    restored.asOf(), former, restored.users(), restored.sessions(), restored.series(), endsAll);
        } catch (IOException e) {
            throw new Diagnosis(to).exception(e);
        } finally {
            deleteWithParts(part);
        }
    }

    /** With what its log still holds, where it is a plain copy of files. */
    private static void copyWithLog(Path backup, Path part) throws IOException {
        for (String suffix : new String[] {"", "-wal"}) {
            Path from = DataFiles.part(backup, suffix);
            if (Files.exists(from)) {
                Path copy = DataFiles.part(part, suffix);
                DataFiles.createOwnerOnly(copy);
                try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                        FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                    long done = 0;
                    while (done < in.size()) {
                        done += in.transferTo(done, in.size() - done, out);
                    }
                }
            }
        }
    }

    private static Restored ready(Path part, Path backup, boolean endsAll, Instant now) throws IOException {
        Diagnosis diagnosis = new Diagnosis(backup);
        SqliteFile file = new SqliteFile(part, BUSY_MILLIS);
        try {
            try (Connection connection = file.openWriter()) {
                demandSound(SqliteInspection.examine(connection, diagnosis, NO_HURRY));
            }
            SqliteSchema.bringUpToDate(file, diagnosis);
            try (Connection connection = file.openWriter();
                    Statement statement = connection.createStatement()) {
                Restored restored = new Restored(
                        asOf(statement),
                        Optional.empty(),
                        count(statement, "latchkey_user"),
                        count(statement, "latchkey_session where reason is null"),
                        count(statement, "latchkey_remember_series where reason is null"),
                        endsAll);
                if (endsAll) {
                    endAll(connection, now);
                }
                statement.execute("pragma wal_checkpoint(truncate)");
                return restored;
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException(diagnosis.of(e), e);
        }
    }

    private static Optional<Instant> asOf(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                select max(coalesce((select max(at) from latchkey_audit_entry), 0),
                           coalesce((select max(last_seen_at) from latchkey_session), 0),
                           coalesce((select seen_at from latchkey_upkeep), 0))
                """)) {
            long at = row.getLong(1);
            return at == 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(at, ChronoUnit.MICROS));
        }
    }

    private static int count(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            return row.getInt(1);
        }
    }

    /** In one transaction, as everything that belongs together. The epoch ends what carries it: device cookies. */
    private static void endAll(Connection connection, Instant now) throws SQLException {
        String at = String.valueOf(micros(now));
        try (Statement statement = connection.createStatement()) {
            statement.execute("begin immediate");
            for (String table : List.of("latchkey_session", "latchkey_remember_series")) {
                statement.execute(
                        "update " + table + " set reason = 'REVOKED', ended_at = " + at + " where reason is null");
            }
            statement.execute("delete from latchkey_session_token where good_until is not null");
            statement.execute("update latchkey_user set credential_epoch = credential_epoch + 1");
            statement.execute("commit");
        }
    }

    /**
     * Keeps the database of before under another name. Its log is worked into it first, as far as it can be read: the
     * log must be gone before another file takes the name, or SQLite would take it for that one's.
     */
    private static Optional<Path> setAside(Path to, Instant now) throws IOException {
        if (!Files.exists(to)) {
            for (String suffix : new String[] {"-wal", "-shm"}) {
                Files.deleteIfExists(DataFiles.part(to, suffix));
            }
            return Optional.empty();
        }
        try (Connection connection = new SqliteFile(to, BUSY_MILLIS).openWriter();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        } catch (SQLException e) {
            System.getLogger("latchkey.store")
                    .log(
                            System.Logger.Level.WARNING,
                            "the database of before could not be read; it is kept as it is: {0}",
                            new Diagnosis(to).of(e).reason());
        }
        Path former = to.resolveSibling(to.getFileName()
                + ".before-restore-"
                + now.truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-'));
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Path part = DataFiles.part(to, suffix);
            if (Files.exists(part)) {
                Files.move(part, DataFiles.part(former, suffix), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        // A second name first, and only then another file under the first: at no moment is there none.
        Files.deleteIfExists(former);
        Files.createLink(former, to);
        return Optional.of(former);
    }

    private static void demandSound(Path file) {
        demandSound(SqliteInspection.examine(file, NO_HURRY));
    }

    private static void demandSound(Finding finding) {
        if (finding instanceof Finding.Broken(StoreFailure failure)) {
            throw new StoreUnavailableException(failure, new IOException("the copy is not sound"));
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Where the platform lets a folder be opened; elsewhere a rename is as safe as the platform makes it. */
    private static void syncFolder(Path file) {
        try (FileChannel channel = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger("latchkey.store").log(System.Logger.Level.DEBUG, "a folder cannot be synced here", e);
        }
    }

    private static void deleteWithParts(Path file) {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal"}) {
            deleteQuietly(DataFiles.part(file, suffix));
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            System.getLogger("latchkey.store").log(System.Logger.Level.WARNING, "{0} could not be deleted", file);
        }
    }
}
