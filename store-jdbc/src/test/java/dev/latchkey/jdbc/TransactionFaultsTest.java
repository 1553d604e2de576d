package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.core.Stores;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions.Ending;
import dev.latchkey.testkit.Race;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the database undoes a transaction, does not say what became of it, or is not as drivers leave it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransactionFaultsTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final byte[] KEY = {1};
    private static final String UNDONE_FOR_ANOTHER = "40001";
    private static final String CONNECTION_LOST = "08006";

    private final DataSource sound = Databases.h2();
    private final AtomicInteger faults = new AtomicInteger();

    /** Commits that fail so often, after the tables were made. */
    private Stores failing(int times, String state) {
        JdbcStores.on(sound).open();
        faults.set(times);
        DataSource faulty = Faulty.dataSource(sound, "commit", () -> {
            if (faults.getAndDecrement() > 0) {
                throw new SQLException("secret: " + state, state);
            }
            return null;
        });
        return JdbcStores.on(faulty).schema(Schema.NONE).open().stores();
    }

    @Test
    void a_write_that_was_undone_for_another_is_made_again() {
        Stores stores = failing(3, UNDONE_FOR_ANOTHER);

        assertThat(stores.secrets().add("key", KEY, T0).version()).isEqualTo(1);
        assertThat(stores.secrets().list()).hasSize(1);
    }

    @Test
    void a_write_that_is_undone_again_and_again_is_refused_and_nothing_happened() {
        Stores stores = failing(100, UNDONE_FOR_ANOTHER);

        assertThatThrownBy(() -> stores.secrets().add("key", KEY, T0))
                .isInstanceOfSatisfying(StoreUnavailableException.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(Cause.LOCKED);
                    assertThat(refusal.mayHaveHappened()).isFalse();
                    assertThat(refusal.getMessage()).doesNotContain("secret");
                });
        assertThat(stores.secrets().list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({UNDONE_FOR_ANOTHER + ",ROLLED_BACK", CONNECTION_LOST + ",UNKNOWN", "53100,ROLLED_BACK", "?,UNKNOWN"})
    void a_whole_act_is_never_made_twice_and_who_waits_for_its_end_is_told_what_is_known(String state, Ending ending) {
        Stores stores = failing(1, state);
        AtomicInteger runs = new AtomicInteger();
        List<Ending> heard = new ArrayList<>();

        assertThatThrownBy(() -> stores.transactions().together(() -> {
                    runs.incrementAndGet();
                    stores.transactions().whenOver(heard::add);
                    stores.secrets().add("key", KEY, T0);
                }))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        refusal -> assertThat(refusal.mayHaveHappened()).isEqualTo(ending == Ending.UNKNOWN));

        assertThat(runs).hasValue(1);
        assertThat(heard).containsExactly(ending);
    }

    @Test
    void a_connection_is_given_back_as_it_was() throws SQLException {
        try (HikariDataSource pool = Databases.pooled(sound, false)) {
            Stores stores = JdbcStores.on(pool).open().stores();

            stores.secrets().add("key", KEY, T0);

            assertThat(stores.secrets().list()).hasSize(1);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
        }
    }

    @Test
    void what_a_database_does_by_default_about_transactions_side_by_side_does_not_matter() {
        DataSource strict = Databases.postgresql();
        Databases.execute(
                strict,
                "do $$ begin execute 'alter database ' || current_database()"
                        + " || ' set default_transaction_isolation = ''repeatable read'''; end $$");
        Stores stores = JdbcStores.on(strict).open().stores();

        Race.of(8, i -> () -> {
            stores.transactions()
                    .together(() -> stores.secrets()
                            .add("key-" + "a".repeat(stores.secrets().list().size()), KEY, T0));
            return stores.sessions().list(new PrincipalId("alice-id")).isEmpty();
        });

        assertThat(stores.secrets().list())
                .hasSize(8)
                .allSatisfy(secret -> assertThat(secret.version()).isEqualTo(1));
    }
}
