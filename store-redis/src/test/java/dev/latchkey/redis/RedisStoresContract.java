package dev.latchkey.redis;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.testkit.LoginLifeContract;
import dev.latchkey.testkit.RememberMeStoreContract;
import dev.latchkey.testkit.SessionFeedContract;
import dev.latchkey.testkit.SessionLifeContract;
import dev.latchkey.testkit.SessionStoreContract;
import dev.latchkey.testkit.ThrottleStoreContract;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** Every store's contract on some servers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisStoresContract {
    private RedisStores redis;

    /** Starts the servers; their address. */
    protected abstract String start();

    /** Forgets everything that they keep. */
    protected abstract void forgetAll();

    /** Ends the servers. */
    protected abstract void stop();

    @BeforeAll
    void open() {
        redis = RedisStores.at(start()).timeout(Duration.ofSeconds(30)).open();
    }

    @BeforeEach
    void empty() {
        forgetAll();
    }

    @AfterAll
    void close() {
        redis.close();
        stop();
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return redis.sessions();
        }
    }

    @Nested
    class Lives_of_sessions extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return redis.sessions();
        }
    }

    @Nested
    class Series extends RememberMeStoreContract {
        @Override
        protected RememberMeStore newStore() {
            return redis.series();
        }
    }

    @Nested
    class Budgets extends ThrottleStoreContract {
        @Override
        protected ThrottleStore newStore() {
            return redis.budgets();
        }
    }

    @Nested
    class Feed extends SessionFeedContract {
        @Override
        protected Shared newStore() {
            return new Shared(
                    redis.sessions(), redis.feed(), redis.with(Stores.memory()).transactions());
        }

        @Override
        protected boolean tellsBeforeTheCommit() {
            return true;
        }
    }

    @Nested
    class Lives_of_logins extends LoginLifeContract {
        private Stores stores;

        @Override
        protected SessionStore newSessionStore() {
            stores = redis.with(Stores.memory());
            return stores.sessions();
        }

        @Override
        protected RememberMeStore newRememberMeStore() {
            return stores.series();
        }

        @Override
        protected ThrottleStore newThrottleStore() {
            return stores.budgets();
        }

        @Override
        protected UserStore newUserStore() {
            return stores.users();
        }

        @Override
        protected SecretStore newSecretStore() {
            return stores.secrets();
        }

        @Override
        protected AuditStore newAuditStore() {
            return stores.audit();
        }

        @Override
        protected Transactions transactions(
                SessionStore sessions, RememberMeStore series, ThrottleStore budgets, UserStore users) {
            return stores.transactions();
        }
    }
}
