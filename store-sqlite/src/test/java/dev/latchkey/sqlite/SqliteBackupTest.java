package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.T0;
import static dev.latchkey.sqlite.Samples.alice;
import static dev.latchkey.sqlite.Samples.hash;
import static dev.latchkey.sqlite.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.latchkey.core.account.User;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.sqlite.SqliteBackup.Restored;
import dev.latchkey.sqlite.SqliteInspection.Finding;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackupTest {
    @TempDir
    Path directory;

    private Path file;
    private Path backup;

    @BeforeEach
    void name() {
        file = directory.resolve("data/latchkey.db");
        backup = directory.resolve("copy.db");
    }

    @Nested
    class A_backup {
        @Test
        void of_a_database_in_use_holds_what_was_committed_for_the_owner_alone() throws IOException {
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                database.userStore().insert(alice());
                SqliteBackup.copy(file, backup);
                database.userStore().setDisabled(ALICE, true);
                database.checkAvailable();
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                    .isEqualTo("rw-------");
            assertThat(names()).containsExactlyInAnyOrder("copy.db", "data");
            try (SqliteDatabase copy = SqliteDatabase.open(backup)) {
                assertThat(copy.userStore().find(ALICE)).contains(alice());
            }
        }

        @Test
        void overwrites_nothing() throws IOException {
            SqliteDatabase.open(file).close();
            Files.writeString(backup, "precious");

            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> SqliteBackup.copy(file, backup));
            assertThat(backup).hasContent("precious");
        }

        @Test
        void of_no_database_is_refused_and_makes_none() throws IOException {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> SqliteBackup.copy(file, backup))
                    .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(Cause.ABSENT));
            assertThat(names()).isEmpty();
        }

        private java.util.List<String> names() throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return files.map(path -> path.getFileName().toString()).toList();
            }
        }
    }

    @Nested
    class A_restore {
        @Test
        void brings_back_what_was_then_and_keeps_the_database_of_before() throws Exception {
            TokenHash live = hash();
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                database.userStore().insert(alice());
                database.sessionStore().insert(live, session());
                SqliteBackup.copy(file, backup);
                database.userStore().setDisabled(ALICE, true);
                database.sessionStore().endAll(ALICE, EndReason.REVOKED, T0);
            }

            Restored restored = SqliteBackup.restore(backup, file, false, T0);

            assertThat(restored.users()).isEqualTo(1);
            assertThat(restored.sessions()).isEqualTo(1);
            assertThat(restored.asOf()).contains(T0);
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                assertThat(database.userStore().find(ALICE)).contains(alice());
                assertThat(database.sessionStore().find(live)).isInstanceOf(Lookup.Live.class);
            }
            try (SqliteDatabase former = SqliteDatabase.open(restored.former().orElseThrow())) {
                assertThat(former.userStore().find(ALICE).map(User::isDisabled)).contains(true);
            }
        }

        @Test
        void with_all_sessions_ended_logs_everyone_out_and_forgets_known_devices() throws Exception {
            TokenHash live = hash();
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                database.userStore().insert(alice());
                database.sessionStore().insert(live, session());
                SqliteBackup.copy(file, backup);
            }

            SqliteBackup.restore(backup, file, true, T0);

            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                assertThat(database.sessionStore().find(live)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            }
            assertThat(number(file, "select credential_epoch from latchkey_user"))
                    .isEqualTo(number(backup, "select credential_epoch from latchkey_user") + 1);
        }

        @Test
        void is_not_mixed_with_the_log_of_the_database_of_before() throws Exception {
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                database.userStore().insert(alice());
                SqliteBackup.copy(file, backup);
            }
            leaveALogBehind();
            assertThat(DataFiles.part(file, "-wal")).exists();

            SqliteBackup.restore(backup, file, false, T0);

            assertThat(DataFiles.part(file, "-wal")).doesNotExist();
            assertThat(SqliteInspection.examine(file, Duration.ofMinutes(1))).isEqualTo(new Finding.Sound());
            assertThat(number(file, "select count(*) from latchkey_session")).isZero();
        }

        @Test
        void of_something_else_is_refused_and_changes_nothing() throws Exception {
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                database.userStore().insert(alice());
            }
            Files.writeString(backup, "not a database at all, but long enough to look like one ".repeat(50));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> SqliteBackup.restore(backup, file, false, T0))
                    .withMessageContaining(backup.toString());

            Files.delete(backup);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + backup);
                    Statement statement = connection.createStatement()) {
                statement.execute("create table anything (x)");
            }
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> SqliteBackup.restore(backup, file, false, T0))
                    .withMessageContaining("none of Latchkey");
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> SqliteBackup.restore(directory.resolve("typo"), file, false, T0))
                    .withMessageContaining("there is no such file");

            assertThat(number(file, "select count(*) from latchkey_user")).isEqualTo(1);
            try (Stream<Path> left = Files.list(file.getParent())) {
                assertThat(left).containsExactly(file);
            }
        }
    }

    @Nested
    @DisplayName("After an unclean end")
    class After_an_unclean_end {
        @Test
        void a_sound_file_is_sound() throws Exception {
            SqliteDatabase.open(file).close();
            leaveALogBehind();
            assertThat(SqliteInspection.afterUncleanEnd(file, Duration.ofMinutes(1)))
                    .isEqualTo(new Finding.Sound());
        }

        @Test
        void a_backup_put_beside_the_log_of_another_is_found_out() throws Exception {
            SqliteDatabase.open(file).close();
            SqliteBackup.copy(file, backup);
            leaveALogBehind();
            Files.copy(backup, file, StandardCopyOption.REPLACE_EXISTING);

            assertThat(SqliteInspection.afterUncleanEnd(file, Duration.ofMinutes(1)))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class,
                            broken -> assertThat(broken.failure().message())
                                    .contains(file.toString(), "latchkey restore"));
        }
    }

    @Test
    void an_inspection_changes_nothing_and_names_what_it_found() throws Exception {
        assertThat(SqliteInspection.examine(file, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        Finding.Broken.class,
                        broken -> assertThat(broken.failure().cause()).isEqualTo(Cause.ABSENT));
        assertThat(file).doesNotExist();

        SqliteDatabase.open(file).close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("drop table latchkey_secret");
        }
        assertThat(SqliteInspection.examine(file, Duration.ofMinutes(1)))
                .isInstanceOfSatisfying(
                        Finding.Broken.class,
                        broken -> assertThat(broken.failure().reason()).contains("latchkey_secret"));
    }

    /** As a process leaves it that is killed: its log holds more than the file. */
    private void leaveALogBehind() throws Exception {
        Path aside = Files.createDirectories(directory.resolve("aside"));
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            for (int i = 0; i < 300; i++) {
                database.sessionStore().insert(hash(), session());
            }
            for (String part : new String[] {"", "-wal"}) {
                Files.copy(DataFiles.part(file, part), aside.resolve("latchkey.db" + part));
            }
        }
        for (String part : new String[] {"", "-wal"}) {
            Files.move(
                    aside.resolve("latchkey.db" + part),
                    DataFiles.part(file, part),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static long number(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }
}
