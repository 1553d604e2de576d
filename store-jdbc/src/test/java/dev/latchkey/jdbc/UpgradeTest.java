package dev.latchkey.jdbc;

import static dev.latchkey.jdbc.Samples.ALICE;
import static dev.latchkey.jdbc.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.browser.Browser;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.SeriesLink;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionStore.Lookup;
import dev.latchkey.token.TokenHash;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that an earlier release made and filled. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class UpgradeTest {
    private static final TokenHash LIVE = Samples.hash();
    private static final TokenHash ENDED = Samples.hash();

    private final Session session = Samples.session();

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void makeWithTheFirstRelease() throws SQLException {
        file = directory.resolve("latchkey.db");
        String url = "jdbc:sqlite:" + file;
        Flyway.configure()
                .dataSource(url, "", "")
                .locations("classpath:" + SqliteSchema.LOCATION)
                .target("1")
                .load()
                .migrate();
        try (Connection connection = DriverManager.getConnection(url)) {
            insert(connection, "insert into user_account values ('alice-id', 'alice', 'Alice', '$fake$hash', 0)");
            insert(connection, "insert into secret values ('csrf-key', x'010203')");
            insert(
                    connection,
                    "insert into session values (?, '" + session.id().value() + "', 'alice-id', 'alice', 'Alice', "
                            + Columns.micros(T0) + ", " + Columns.micros(T0) + ", " + Columns.micros(T0) + ", "
                            + Columns.micros(session.expiresAt()) + ", 1)",
                    LIVE);
            insert(
                    connection,
                    "insert into ended_session values (?, 'AAAAAAAAAAAAAAAAAAAAAA', 'LOGGED_OUT', " + Columns.micros(T0)
                            + ")",
                    ENDED);
        }
    }

    @Test
    void keeps_users_secrets_sessions_and_the_reasons_of_ended_ones() {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            assertThat(database.userStore().find(ALICE)).contains(Samples.alice());
            assertThat(database.secretStore().getOrCreate("csrf-key", new byte[] {9}))
                    .containsExactly(1, 2, 3);
            assertThat(database.sessionStore().find(LIVE)).isEqualTo(new Lookup.Live(session));
            assertThat(database.sessionStore().find(ENDED)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        }
    }

    @Test
    void knows_nothing_of_the_browser_and_series_of_sessions_from_before() {
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            assertThat(database.sessionStore().list(ALICE)).singleElement().satisfies(before -> {
                assertThat(before.browser()).isEqualTo(Browser.unknown());
                assertThat(before.link()).isEqualTo(new SeriesLink.None());
            });
        }
    }

    @Test
    void lets_sessions_from_before_be_rotated() {
        TokenHash successor = Samples.hash();
        Browser firefox = new Browser("Firefox", "Linux", "203.0.113.0/24", "");
        Session proven = session.authenticatedAt(T0.plusSeconds(60), firefox);
        try (SqliteDatabase database = SqliteDatabase.open(file)) {
            assertThat(database.sessionStore().rotate(LIVE, successor, proven, T0.plusSeconds(90)))
                    .isTrue();
            assertThat(database.sessionStore().find(successor)).isEqualTo(new Lookup.Live(proven));
        }
    }

    private static void insert(Connection connection, String sql, TokenHash... hashes) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (int i = 0; i < hashes.length; i++) {
                insert.setBytes(i + 1, hashes[i].toBytes());
            }
            insert.executeUpdate();
        }
    }
}
