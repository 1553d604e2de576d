package dev.latchkey.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.jdbc.sql.Upkeep;
import dev.latchkey.testkit.AuditStoreContract;
import dev.latchkey.testkit.RememberMeStoreContract;
import dev.latchkey.testkit.SecretStoreContract;
import dev.latchkey.testkit.SessionLifeContract;
import dev.latchkey.testkit.SessionStoreContract;
import dev.latchkey.testkit.ThrottleStoreContract;
import dev.latchkey.testkit.TransactionsContract;
import dev.latchkey.testkit.UserStoreContract;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every store's contract on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcStoresContract {
    private HikariDataSource dataSource;
    private JdbcStores database;

    /** A new and empty database. */
    protected abstract DataSource newDatabase();

    @BeforeAll
    void open() {
        dataSource = Databases.pooled(newDatabase());
        database = JdbcStores.on(dataSource).open();
    }

    @BeforeEach
    void empty() {
        Databases.execute(
                dataSource,
                Upkeep.TABLES.stream()
                        .filter(table -> !table.equals("latchkey_upkeep"))
                        .map(table -> "delete from " + table)
                        .toArray(String[]::new));
    }

    @AfterAll
    void close() {
        dataSource.close();
    }

    @Test
    void when_the_clock_was_believed_is_known_to_the_next_start() {
        Instant seen = Instant.parse("2026-03-01T08:00:00Z");
        database.seen(seen);

        assertThat(JdbcStores.on(dataSource).open().lastSeen()).contains(seen);
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return database.stores().sessions();
        }
    }

    @Nested
    class Lives_of_sessions extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return database.stores().sessions();
        }
    }

    @Nested
    class All_together extends TransactionsContract {
        @Override
        protected Stores newStores() {
            return new Stores(
                    database.stores().transactions(),
                    database.stores().users(),
                    database.stores().sessions(),
                    database.stores().series(),
                    database.stores().audit());
        }
    }

    @Nested
    class Series extends RememberMeStoreContract {
        @Override
        protected RememberMeStore newStore() {
            return database.stores().series();
        }
    }

    @Nested
    class Budgets extends ThrottleStoreContract {
        @Override
        protected ThrottleStore newStore() {
            return database.stores().budgets();
        }
    }

    @Nested
    class Audit extends AuditStoreContract {
        @Override
        protected AuditStore newStore() {
            return database.stores().audit();
        }
    }

    @Nested
    class Users extends UserStoreContract {
        @Override
        protected UserStore newStore() {
            return database.stores().users();
        }
    }

    @Nested
    class Secrets extends SecretStoreContract {
        @Override
        protected SecretStore newStore() {
            return database.stores().secrets();
        }
    }
}
