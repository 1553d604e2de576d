package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionFeed.Changes;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.jdbc.sql.NodeRows.Position;
import dev.latchkey.testkit.SessionFeedContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nodes on one PostgreSQL tell each other. */
class PostgresqlFeedTest extends SessionFeedContract {
    private final HikariDataSource dataSource = Databases.pooled(Databases.postgresql());
    private final JdbcStores database = JdbcStores.on(dataSource).open();

    @Override
    protected Shared newStore() {
        return new Shared(
                database.stores().sessions(),
                database.feed().orElseThrow(),
                database.stores().transactions());
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void a_database_for_one_node_has_none() {
        assertThat(JdbcStores.on(Databases.h2()).open().feed()).isEmpty();
    }

    @Test
    void a_connection_is_given_back_as_patient_as_it_was() throws SQLException {
        try (Connection lent = dataSource.getConnection()) {
            lent.setNetworkTimeout(Runnable::run, 60_000);
            DataSource same = Faulty.dataSource(dataSource, "getConnection", () -> lent);
            DataSource careless = Faulty.dataSource(same, "close", () -> "not done, as by a pool that resets nothing");

            new JdbcSessionFeed(careless, new SqlDiagnosis("of the test"), () -> {})
                    .join(new SessionFeed.Node("node", "node", "0"))
                    .close();

            assertThat(lent.getNetworkTimeout()).isEqualTo(60_000);
        }
    }

    @Nested
    class Transactions_that_are_not_committed_in_the_order_of_their_numbers {
        @Test
        void are_told_each_once_all_the_same() throws SQLException {
            TokenHash early = new Tokens().newSessionToken(0).hash();
            TokenHash late = new Tokens().newSessionToken(0).hash();
            try (SessionFeed.Membership node =
                            database.feed().orElseThrow().join(new SessionFeed.Node("node", "node", "0"));
                    Connection slow = dataSource.getConnection();
                    Connection quick = dataSource.getConnection()) {
                slow.setAutoCommit(false);
                change(slow, early);
                change(quick, late);

                assertThat(node.changes()).isEqualTo(ended(late));
                assertThat(node.changes()).isEqualTo(new Changes.Since(List.of()));
                slow.commit();
                assertThat(node.changes()).isEqualTo(ended(early));
                assertThat(node.changes()).isEqualTo(new Changes.Since(List.of()));
            }
        }

        private static void change(Connection connection, TokenHash hash) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(
                    "insert into latchkey_session_change (token_hash, reason) values (?, 'REVOKED')")) {
                statement.setBytes(1, hash.toBytes());
                statement.executeUpdate();
            }
        }

        private static Changes ended(TokenHash hash) {
            return new Changes.Since(List.of(new SessionChange.Ended(hash, EndReason.REVOKED)));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "just before five minutes, A, 299999999, true",
        "at five minutes,          A, 300000000, false",
        "after five minutes,       A, 300000001, false",
        "a clock that was set back, A, -1, true",
        "another history,          B, 1, false"
    })
    void who_was_away_for_too_long_or_comes_to_another_history_may_have_missed_changes(
            String label, String timeline, long micros, boolean hasMissedNone) {
        assertThat(JdbcSessionFeed.hasMissedNone(new Position("1:1:", "A", 0), new Position("1:1:", timeline, micros)))
                .isEqualTo(hasMissedNone);
    }
}
