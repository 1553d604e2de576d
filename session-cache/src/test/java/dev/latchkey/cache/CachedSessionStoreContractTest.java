package dev.latchkey.cache;

import dev.latchkey.core.memory.MemoryAuditStore;
import dev.latchkey.core.memory.MemoryRememberMeStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryTransactions;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.testkit.SessionLifeContract;
import dev.latchkey.testkit.SessionStoreContract;
import dev.latchkey.testkit.TransactionsContract;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;

/** A store with a cache in front is still a store. */
class CachedSessionStoreContractTest {
    @Nested
    class Of_the_usual_size extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return CachedSessionStore.builder(new MemorySessionStore()).build();
        }
    }

    @Nested
    class So_small_that_it_evicts_all_the_time extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return CachedSessionStore.builder(new MemorySessionStore())
                    .maximumSize(1)
                    .build();
        }
    }

    @Nested
    class Without_a_lease extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return CachedSessionStore.builder(new MemorySessionStore())
                    .shared(Duration.ofSeconds(1), () -> Instant.EPOCH)
                    .build();
        }
    }

    @Nested
    class Of_the_usual_size_in_a_logins_life extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return CachedSessionStore.builder(new MemorySessionStore()).build();
        }
    }

    @Nested
    class So_small_that_it_evicts_all_the_time_in_a_logins_life extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return CachedSessionStore.builder(new MemorySessionStore())
                    .maximumSize(1)
                    .build();
        }
    }

    @Nested
    class Without_a_lease_in_a_logins_life extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return CachedSessionStore.builder(new MemorySessionStore())
                    .shared(Duration.ofSeconds(1), () -> Instant.EPOCH)
                    .build();
        }
    }

    @Nested
    class Within_transactions extends TransactionsContract {
        @Override
        protected Stores newStores() {
            var users = new MemoryUserStore();
            var sessions = new MemorySessionStore();
            var series = new MemoryRememberMeStore();
            var audit = new MemoryAuditStore();
            Transactions transactions = MemoryTransactions.over(users, sessions, series, audit);
            SessionStore cache = CachedSessionStore.builder(sessions)
                    .transactions(transactions)
                    .build();
            return new Stores(transactions, users, cache, series, audit);
        }
    }
}
