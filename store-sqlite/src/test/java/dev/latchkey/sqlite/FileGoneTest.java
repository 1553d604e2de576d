package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.alice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Two looks, a second in a server, find out that the path leads to another file or to ruins")
class FileGoneTest {
    @TempDir
    Path directory;

    private Path file;
    private SqliteDatabase database;

    @BeforeEach
    void open() {
        file = directory.resolve("latchkey.db");
        database = SqliteDatabase.open(file);
        database.userStore().insert(alice());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private interface Deed {
        void on(Path file) throws IOException, SQLException;
    }

    private void isNoticedAfter(Deed deed) throws IOException, SQLException {
        database.checkAvailable();
        deed.on(file);
        for (int look = 0; look < 2; look++) {
            try {
                database.pollExternalChange();
            } catch (StoreUnavailableException seen) {
                assertThat(seen.kind()).isEqualTo(Cause.GONE);
            }
        }
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(database::checkAvailable)
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Cause.GONE))
                .withMessageContainingAll(file.toString(), "while it was in use", "latchkey restore");
        assertThatExceptionOfType(StoreUnavailableException.class)
                .as("nothing is acknowledged any more")
                .isThrownBy(() -> database.userStore().setDisabled(ALICE, true));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> database.userStore().find(ALICE));
        assertThat(database.failures(Cause.GONE)).isPositive();
    }

    /** What was committed is in the file itself then, as after a while of running. */
    private void checkpoint() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        }
        database.pollExternalChange();
    }

    @Test
    void but_not_because_whoever_looks_is_interrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThatCode(database::pollExternalChange).doesNotThrowAnyException();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThatCode(database::pollExternalChange)
                .as("nor is anything closed by it for good")
                .doesNotThrowAnyException();
        assertThatCode(database::checkAvailable).doesNotThrowAnyException();
    }

    @Test
    void when_it_is_deleted() throws Exception {
        isNoticedAfter(Files::delete);
    }

    @Test
    void when_another_file_is_moved_there() throws Exception {
        Path other = directory.resolve("other.db");
        SqliteDatabase.open(other).close();
        isNoticedAfter(path -> Files.move(other, path, StandardCopyOption.REPLACE_EXISTING));
    }

    @Test
    void when_its_log_is_deleted() throws Exception {
        isNoticedAfter(path -> Files.delete(DataFiles.part(path, "-wal")));
    }

    @Test
    void when_its_shared_index_is_deleted() throws Exception {
        isNoticedAfter(path -> Files.delete(DataFiles.part(path, "-shm")));
    }

    @Test
    void when_its_folder_is_moved_away() throws Exception {
        Path folder = directory.resolve("inner");
        Path inner = folder.resolve("latchkey.db");
        try (SqliteDatabase moved = SqliteDatabase.open(inner)) {
            Files.move(folder, directory.resolve("away"));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(moved::checkAvailable);
        }
    }

    @Test
    void when_it_is_emptied() throws Exception {
        checkpoint();
        isNoticedAfter(path -> cutTo(path, 0));
    }

    @Test
    void when_it_is_cut_to_half() throws Exception {
        checkpoint();
        isNoticedAfter(path -> cutTo(path, Files.size(path) / 2));
    }

    @Test
    void when_something_else_is_written_over_its_beginning() throws Exception {
        checkpoint();
        isNoticedAfter(path -> {
            try (RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw")) {
                opened.write(new byte[4096]);
            }
        });
    }

    @Test
    void when_pages_behind_the_first_are_overwritten_the_check_meets_it() throws Exception {
        checkpoint();
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            long end = opened.length();
            opened.seek(2 * 4096);
            byte[] ruin = new byte[4096];
            java.util.Arrays.fill(ruin, (byte) 0xa5);
            while (opened.getFilePointer() < end) {
                opened.write(ruin);
            }
        }
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(database::checkAvailable);
        assertThatExceptionOfType(StoreUnavailableException.class)
                .as("damage does not go away by not being asked for")
                .isThrownBy(database::checkAvailable);
    }

    @Test
    void a_table_that_is_missing_is_named() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("drop table latchkey_remember_series");
        }
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(database::checkAvailable)
                .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Cause.MISSING_TABLE))
                .withMessageContaining("latchkey_remember_series");
    }

    @Test
    void what_an_operator_may_do_is_no_alarm() throws Exception {
        for (int i = 0; i < 500; i++) {
            database.sessionStore().insert(Samples.hash(), Samples.session());
        }
        checkpoint();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("delete from latchkey_session");
            statement.execute("vacuum");
            statement.execute("pragma wal_checkpoint(truncate)");
        }
        assertThatCode(() -> {
                    database.pollExternalChange();
                    database.pollExternalChange();
                    database.checkAvailable();
                })
                .doesNotThrowAnyException();
    }

    private static void cutTo(Path path, long size) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw")) {
            opened.setLength(size);
        }
    }
}
