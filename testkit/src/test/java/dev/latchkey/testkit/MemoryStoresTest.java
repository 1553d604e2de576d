package dev.latchkey.testkit;

import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.memory.MemoryAuditStore;
import dev.latchkey.core.memory.MemoryRememberMeStore;
import dev.latchkey.core.memory.MemorySecretStore;
import dev.latchkey.core.memory.MemorySessionStore;
import dev.latchkey.core.memory.MemoryThrottleStore;
import dev.latchkey.core.memory.MemoryTransactions;
import dev.latchkey.core.memory.MemoryUserStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import org.junit.jupiter.api.Nested;

/** The in-memory stores are the reading of the SPIs that every other store is held to. */
class MemoryStoresTest {
    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return new MemorySessionStore();
        }
    }

    @Nested
    class Lives_of_sessions extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return new MemorySessionStore();
        }
    }

    @Nested
    class All_together extends TransactionsContract {
        @Override
        protected Stores newStores() {
            var users = new MemoryUserStore();
            var sessions = new MemorySessionStore();
            var series = new MemoryRememberMeStore();
            var audit = new MemoryAuditStore();
            return new Stores(MemoryTransactions.over(users, sessions, series, audit), users, sessions, series, audit);
        }
    }

    @Nested
    class Whole_acts extends WholeActsContract {
        @Override
        protected Joined newStores() {
            var users = new MemoryUserStore();
            var sessions = new MemorySessionStore();
            var series = new MemoryRememberMeStore();
            var budgets = new MemoryThrottleStore();
            return new Joined(
                    MemoryTransactions.over(users, sessions, series, budgets),
                    users,
                    sessions,
                    series,
                    budgets,
                    new MemorySecretStore());
        }
    }

    @Nested
    class Series extends RememberMeStoreContract {
        @Override
        protected RememberMeStore newStore() {
            return new MemoryRememberMeStore();
        }
    }

    @Nested
    class Budgets extends ThrottleStoreContract {
        @Override
        protected ThrottleStore newStore() {
            return new MemoryThrottleStore();
        }
    }

    @Nested
    class Audit extends AuditStoreContract {
        @Override
        protected AuditStore newStore() {
            return new MemoryAuditStore();
        }
    }

    @Nested
    class Lives_of_logins extends LoginLifeContract {
        @Override
        protected SessionStore newSessionStore() {
            return new MemorySessionStore();
        }

        @Override
        protected RememberMeStore newRememberMeStore() {
            return new MemoryRememberMeStore();
        }

        @Override
        protected ThrottleStore newThrottleStore() {
            return new MemoryThrottleStore();
        }

        @Override
        protected UserStore newUserStore() {
            return new MemoryUserStore();
        }

        @Override
        protected SecretStore newSecretStore() {
            return new MemorySecretStore();
        }

        @Override
        protected AuditStore newAuditStore() {
            return new MemoryAuditStore();
        }

        @Override
        protected Transactions transactions(
                SessionStore sessions, RememberMeStore series, ThrottleStore budgets, UserStore users) {
            return MemoryTransactions.over(sessions, series, budgets, users);
        }
    }

    @Nested
    class Users extends UserStoreContract {
        @Override
        protected UserStore newStore() {
            return new MemoryUserStore();
        }
    }

    @Nested
    class Secrets extends SecretStoreContract {
        @Override
        protected SecretStore newStore() {
            return new MemorySecretStore();
        }
    }
}
