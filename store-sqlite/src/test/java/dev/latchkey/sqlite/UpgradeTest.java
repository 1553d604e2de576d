package dev.latchkey.sqlite;

import static dev.latchkey.sqlite.Samples.ALICE;
import static dev.latchkey.sqlite.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.audit.AuditEntry;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.jdbc.sql.Columns;
import dev.latchkey.testkit.Race;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that other releases made. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UpgradeTest {
    private static final SeriesId OLD_SERIES = Samples.TOKENS.newSeriesId(0);

    @TempDir
    Path directory;

    @Nested
    class A_database_of_the_last_version_with_another_history {
        @Test
        void keeps_its_users_with_their_passwords() throws SQLException, IOException {
            makeWithVersion(2);

            try (SqliteDatabase database = open()) {
                assertThat(database.userStore().find(ALICE)).contains(Samples.alice());
            }
        }

        @Test
        void keeps_its_audit_log() throws SQLException, IOException {
            makeWithVersion(2);

            try (SqliteDatabase database = open()) {
                assertThat(database.auditStore().find(AuditQuery.latest(10)))
                        .singleElement()
                        .extracting(AuditEntry::at, AuditEntry::kind, AuditEntry::principal)
                        .containsExactly(T0, AuditKind.LOGGED_IN, "alice-id");
            }
        }

        @Test
        void loses_sessions_and_keys_whose_format_changed() throws SQLException, IOException {
            makeWithVersion(2);

            try (SqliteDatabase database = open()) {
                assertThat(database.sessionStore().list(ALICE)).isEmpty();
                assertThat(database.secretStore().list()).isEmpty();
            }
        }

        @Test
        void has_no_table_of_before_any_more_and_only_ours() throws SQLException, IOException {
            makeWithVersion(2);

            open().close();

            assertThat(query("select name from sqlite_master where type = 'table'"))
                    .allSatisfy(table -> assertThat(table).startsWith("latchkey_"));
        }

        @Test
        void is_taken_along_once_when_several_open_it_at_the_same_time() throws SQLException, IOException {
            makeWithVersion(2);

            List<Boolean> hasAlice = Race.of(8, i -> () -> {
                try (SqliteDatabase database = open()) {
                    return database.userStore().find(ALICE).isPresent();
                }
            });

            assertThat(hasAlice).containsOnly(true);
            assertThat(query("select version from latchkey_schema")).containsExactly("3", "4");
        }
    }

    @Nested
    class A_database_of_the_last_version {
        private final TokenHash current = Samples.hash();
        private final TokenHash former = Samples.hash();
        private final TokenHash ended = Samples.hash();
        private final Session session = Samples.session();

        @BeforeEach
        void make() throws SQLException, IOException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : script("schema-3.sql")) {
                    statement.execute(sql);
                }
                statement.execute("insert into latchkey_session values (" + hex(current) + ", '"
                        + session.id().value() + "', 'alice-id', 'alice', 'Alice', " + at(T0) + ", " + at(T0) + ", '', "
                        + at(T0) + ", " + at(session.expiresAt()) + ", null, 0, 1, '', '', '', '')");
                statement.execute("insert into latchkey_session_predecessor values (" + hex(former) + ", '"
                        + session.id().value() + "', " + at(T0.plusSeconds(60)) + ")");
                statement.execute("insert into latchkey_session_predecessor values (" + hex(Samples.hash())
                        + ", 'a session that is gone', 1)");
                statement.execute("insert into latchkey_ended_session values (" + hex(ended)
                        + ", 'ended-id', 'LOGGED_OUT', " + at(T0) + ")");
                statement.execute("insert into latchkey_ended_remember_series values ('" + OLD_SERIES.value()
                        + "', 'REVOKED', " + at(T0) + ")");
            }
        }

        @Test
        void keeps_every_session_and_what_its_tokens_stand_for() {
            try (SqliteDatabase database = open()) {
                SessionStore sessions = database.sessionStore();

                assertThat(sessions.list(ALICE)).singleElement().satisfies(kept -> {
                    assertThat(kept.id()).isEqualTo(session.id());
                    assertThat(sessions.find(current)).isEqualTo(new Lookup.Live(kept));
                    assertThat(sessions.find(former)).isEqualTo(new Lookup.Predecessor(kept, T0.plusSeconds(60)));
                });
            }
        }

        @Test
        void brings_nothing_back_that_ended() {
            try (SqliteDatabase database = open()) {
                assertThat(database.sessionStore().find(ended)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                assertThat(database.sessionStore().insert(ended, Samples.session()))
                        .isFalse();
                assertThat(database.rememberMeStore().find(OLD_SERIES))
                        .isEqualTo(new RememberMeStore.Lookup.Ended(EndReason.REVOKED));
            }
        }

        @Test
        void forgets_what_ended_when_its_time_is_over() {
            try (SqliteDatabase database = open()) {
                database.sessionStore().purge(T0, T0.minusSeconds(1), T0.plusSeconds(1), 100);
                database.rememberMeStore().purge(T0, T0.plusSeconds(1), 100);

                assertThat(database.sessionStore().find(ended)).isEqualTo(new Lookup.Absent());
                assertThat(database.rememberMeStore().find(OLD_SERIES)).isEqualTo(new RememberMeStore.Lookup.Absent());
            }
        }

        private static String hex(TokenHash hash) {
            return "x'" + HexFormat.of().formatHex(hash.toBytes()) + "'";
        }

        private static long at(Instant instant) {
            return Columns.micros(instant);
        }
    }

    @Nested
    class A_database_older_than_that {
        @Test
        void is_refused_with_both_versions_and_left_as_it_is() throws SQLException, IOException {
            makeWithVersion(1);

            assertThatThrownBy(UpgradeTest.this::open)
                    .isInstanceOf(IncompatibleDatabaseException.class)
                    .hasMessageContaining("schema 1;")
                    .hasMessageContaining("from schema 2 on");
            assertThat(query("select username from user_account")).containsExactly("alice");
        }
    }

    @Nested
    class A_database_of_a_later_release {
        @Test
        void is_opened_when_that_release_says_that_this_one_may() throws SQLException {
            open().close();
            raw("insert into latchkey_schema values (5, 4, 0)");

            try (SqliteDatabase database = open()) {
                assertThat(database.userStore().insert(Samples.alice())).isTrue();
            }
        }

        @Test
        void is_refused_with_both_versions_when_it_does_not() throws SQLException {
            open().close();
            raw("insert into latchkey_schema values (5, 4, 0)");
            raw("insert into latchkey_schema values (9, 5, 0)");

            assertThatThrownBy(UpgradeTest.this::open)
                    .isInstanceOf(IncompatibleDatabaseException.class)
                    .hasMessageContaining("has schema 9")
                    .hasMessageContaining("know schema 5")
                    .hasMessageContaining("knows schema 4");
        }
    }

    @Nested
    class A_database_of_another_program {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "create table orders (id integer)",
                    "create view orders as select 1",
                    "create table flyway_schema_history (version text, success integer)",
                    "create table flyway_schema_history (version text, success integer);"
                            + "insert into flyway_schema_history values ('2', 1);"
                            + "create table orders (id integer)",
                    "create table user_account (id text)",
                    "create table sqliteorders (id integer)"
                })
        void is_refused_and_left_as_it_is(String made) throws SQLException, IOException {
            for (String sql : made.split(";", -1)) {
                raw(sql);
            }
            byte[] before = Files.readAllBytes(directory.resolve("latchkey.db"));

            assertThatThrownBy(UpgradeTest.this::open)
                    .isInstanceOfSatisfying(
                            StoreUnavailableException.class,
                            refusal -> assertThat(refusal.kind()).isEqualTo(StoreFailure.Cause.NOT_A_DATABASE))
                    .hasMessageContaining("none of Latchkey")
                    .hasMessageContaining("latchkey.db");
            assertThat(Files.readAllBytes(directory.resolve("latchkey.db"))).isEqualTo(before);
        }

        @Test
        void is_refused_also_when_it_was_not_closed_in_order() throws SQLException {
            try (Connection other = connect();
                    Statement statement = other.createStatement()) {
                statement.execute("pragma journal_mode = wal");
                statement.execute("create table orders (id integer)");

                assertThatThrownBy(UpgradeTest.this::open).isInstanceOf(StoreUnavailableException.class);
                assertThat(query("select name from sqlite_master")).containsExactly("orders");
            }
        }
    }

    private SqliteDatabase open() {
        return SqliteDatabase.open(directory.resolve("latchkey.db"));
    }

    private void makeWithVersion(int version) throws SQLException, IOException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            statement.execute("create table flyway_schema_history (version text, success integer)");
            for (int i = 1; i <= version; i++) {
                for (String sql : script("schema-" + i + ".sql")) {
                    statement.execute(sql);
                }
                statement.execute("insert into flyway_schema_history values ('" + i + "', 1)");
            }
            statement.execute("insert into user_account values ('alice-id', 'alice', 'Alice', '$fake$hash', 0)");
            statement.execute("insert into secret values ('csrf', x'010203')");
            if (version > 1) {
                statement.execute("insert into audit_entry values (1, " + Columns.micros(T0)
                        + ", 'LOGGED_IN', 'alice-id', '', '', '', '', 1)");
            }
        }
    }

    private static List<String> script(String name) throws IOException {
        try (var resource = UpgradeTest.class.getResourceAsStream(name)) {
            return List.of(new String(resource.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\\n"));
        }
    }

    private void raw(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("latchkey.db"));
    }
}
