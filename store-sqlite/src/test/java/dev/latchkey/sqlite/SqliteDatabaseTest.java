package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.T0;
import static dev.latchkey.sqlite.Samples.alice;
import static dev.latchkey.sqlite.Samples.hash;
import static dev.latchkey.sqlite.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.latchkey.core.account.User;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.jdbc.sql.Transactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
    @TempDir
    Path directory;

    @Nested
    class Opening {
        @Test
        void makes_the_directory_and_the_files_for_the_owner_only() throws IOException {
            Path file = directory.resolve("deep/er/latchkey.db");
            try (SqliteDatabase database = SqliteDatabase.open(file)) {
                database.userStore().insert(alice());

                assertThat(permissions(file.getParent())).isEqualTo("rwx------");
                assertThat(permissions(file.getParent().getParent())).isEqualTo("rwx------");
                try (Stream<Path> files = Files.list(file.getParent())) {
                    assertThat(files)
                            .allSatisfy(each -> assertThat(permissions(each)).isEqualTo("rw-------"));
                }
            }
        }

        @Test
        void takes_a_file_that_others_could_read_away_from_them() throws IOException {
            Path file = Files.createFile(file());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            SqliteDatabase.open(file).close();

            assertThat(permissions(file)).isEqualTo("rw-------");
        }

        @Test
        void a_second_time_finds_everything_again() {
            TokenHash hash = hash();
            Session session = session();
            TokenHash endedHash = hash();
            Session ended = session();
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                database.userStore().insert(alice());
                database.sessionStore().insert(hash, session);
                database.sessionStore().insert(endedHash, ended);
                database.sessionStore().end(ended.id(), EndReason.LOGGED_OUT, T0);
                database.secretStore().getOrCreate("key", new byte[] {1}, T0);
            }
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                assertThat(database.userStore().find(ALICE)).contains(alice());
                assertThat(database.sessionStore().find(hash)).isEqualTo(new Lookup.Live(session));
                assertThat(database.sessionStore().find(endedHash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                assertThat(database.secretStore().list())
                        .singleElement()
                        .satisfies(secret -> assertThat(secret.value()).containsExactly(1));
            }
        }

        @Test
        void a_file_that_is_no_database_is_refused() throws IOException {
            Files.writeString(file(), "not a database at all, but long enough to look like one ".repeat(50));

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> SqliteDatabase.open(file()))
                    .satisfies(refusal -> assertThat(refusal.kind()).isEqualTo(StoreFailure.Cause.NOT_A_DATABASE))
                    .withMessageContainingAll(file().toString(), "no SQLite database", "latchkey restore");
        }

        @Test
        void a_directory_in_place_of_the_file_is_refused() {
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> SqliteDatabase.open(directory));
        }

        @Test
        void a_path_with_a_question_mark_is_refused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SqliteDatabase.open(directory.resolve("a?journal_mode=off")));
        }

        @Test
        void makes_commits_wait_for_the_disk() throws SQLException {
            SqliteFile connections = new SqliteFile(file(), 1000);
            try (Connection writer = connections.openWriter()) {
                assertThat(pragma(writer, "journal_mode")).isEqualTo("wal");
                assertThat(pragma(writer, "synchronous")).isEqualTo("2");
                assertThat(pragma(writer, "foreign_keys")).isEqualTo("1");
                assertThat(pragma(writer, "busy_timeout")).isEqualTo("1000");
            }
        }
    }

    @Nested
    class A_dump_of_the_files {
        @Test
        void contains_nothing_that_works_as_a_cookie() throws IOException {
            List<SessionToken> tokens = new ArrayList<>();
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                for (int i = 0; i < 200; i++) {
                    SessionToken token = new Tokens().newSessionToken(0);
                    tokens.add(token);
                    database.sessionStore().insert(token.hash(), session());
                }
                assertDumpIsUseless(tokens);
                database.sessionStore().endAll(ALICE, EndReason.REVOKED, T0);
                assertDumpIsUseless(tokens);
            }
            assertDumpIsUseless(tokens);
        }

        private void assertDumpIsUseless(List<SessionToken> tokens) throws IOException {
            StringBuilder dump = new StringBuilder();
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    dump.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
            String text = dump.toString();
            assertThat(text).contains(new String(tokens.getLast().hash().toBytes(), StandardCharsets.ISO_8859_1));
            for (SessionToken token : tokens) {
                String random = token.cookieValue().substring(2);
                byte[] secret = java.util.Base64.getUrlDecoder().decode(random);
                assertThat(text.contains(random)).isFalse();
                assertThat(text.contains(new String(secret, StandardCharsets.ISO_8859_1)))
                        .isFalse();
            }
        }
    }

    @Nested
    class A_corrupt_row {
        @Test
        void of_a_session_is_absent_and_the_others_go_on() throws SQLException {
            TokenHash bad = hash();
            TokenHash good = hash();
            Session session = session();
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                Session broken = session();
                database.sessionStore().insert(bad, broken);
                database.sessionStore().insert(good, session);
                raw("update latchkey_session set proofs = 'unheard of' where id = '" + broken.id() + "'");

                assertThat(database.sessionStore().find(bad)).isEqualTo(new Lookup.Absent());
                assertThat(database.sessionStore().find(bad)).isEqualTo(new Lookup.Absent());
                assertThat(database.sessionStore().list(ALICE)).containsExactly(session);
                assertThat(database.sessionStore().endAll(ALICE, EndReason.REVOKED, T0))
                        .containsExactlyInAnyOrder(bad, good);
            }
        }

        @Test
        void of_an_ended_session_is_absent() throws SQLException {
            TokenHash hash = hash();
            Session session = session();
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                database.sessionStore().insert(hash, session);
                database.sessionStore().end(session.id(), EndReason.REVOKED, T0);
                raw("update latchkey_session set reason = 'A_REASON_OF_TOMORROW'");

                assertThat(database.sessionStore().find(hash)).isEqualTo(new Lookup.Absent());
            }
        }

        @Test
        void of_a_user_is_absent() throws SQLException {
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                database.userStore().insert(alice());
                raw("update latchkey_user set username = 'ALICE', name = ''");

                assertThat(database.userStore().find(ALICE)).isEmpty();
                assertThat(database.userStore().list("", 10)).isEmpty();
            }
        }
    }

    @Nested
    class Unavailable {
        private final SqliteOptions impatient = new SqliteOptions(1, 4, Duration.ofMillis(300));

        @Test
        void while_another_process_holds_the_file_then_available_again() throws SQLException {
            try (SqliteDatabase database = SqliteDatabase.open(file(), impatient);
                    Connection other = connect();
                    Statement statement = other.createStatement()) {
                statement.execute("begin immediate");
                assertThatExceptionOfType(StoreUnavailableException.class)
                        .isThrownBy(() -> database.userStore().insert(alice()))
                        .withMessageNotContaining("alice");
                assertThat(database.userStore().find(ALICE)).as("reads go on").isEmpty();

                statement.execute("rollback");
                User bob = new User(
                        new PrincipalId("bob-id"),
                        Username.parse("bob").orElseThrow(),
                        "Bob",
                        alice().passwordHash().orElseThrow(),
                        false);
                // Of alice nobody can say: what was refused for time may be done all the same, once the file is free.
                assertThat(database.userStore().insert(bob)).isTrue();
            }
        }

        @Test
        void when_the_disk_is_full_then_available_again() throws SQLException {
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                database.userStore().insert(alice());
                Transactor transactor = database.transactor();
                transactor.write(statements -> {
                    try (ResultSet row =
                            statements.of("pragma max_page_count = 1").executeQuery()) {
                        return row.next();
                    }
                });
                List<TokenHash> inserted = new ArrayList<>();
                assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        TokenHash hash = hash();
                        database.sessionStore().insert(hash, session());
                        inserted.add(hash);
                    }
                });
                assertThat(database.userStore().find(ALICE)).isPresent();
                assertThat(inserted)
                        .allSatisfy(hash ->
                                assertThat(database.sessionStore().find(hash)).isInstanceOf(Lookup.Live.class));

                transactor.write(statements -> {
                    try (ResultSet row =
                            statements.of("pragma max_page_count = 1000000").executeQuery()) {
                        return row.next();
                    }
                });
                assertThat(database.sessionStore().insert(hash(), session())).isTrue();
            }
        }

        @Test
        void after_close_and_closing_twice_is_fine() {
            SqliteDatabase database = SqliteDatabase.open(file());
            database.close();
            database.close();

            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> database.userStore().find(ALICE));
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> database.sessionStore().insert(hash(), session()));
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(database::pollExternalChange);
            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(database::checkAvailable);
        }

        @Test
        void not_while_open() {
            try (SqliteDatabase database = SqliteDatabase.open(file())) {
                database.checkAvailable();
            }
        }
    }

    private Path file() {
        return directory.resolve("latchkey.db");
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private void raw(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("pragma " + name)) {
            return row.getString(1);
        }
    }

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
