package dev.latchkey.sqlite;

import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.testkit.AuditStoreContract;
import dev.latchkey.testkit.RememberMeStoreContract;
import dev.latchkey.testkit.SecretStoreContract;
import dev.latchkey.testkit.SessionLifeContract;
import dev.latchkey.testkit.SessionStoreContract;
import dev.latchkey.testkit.ThrottleStoreContract;
import dev.latchkey.testkit.TransactionsContract;
import dev.latchkey.testkit.UserStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteContractTest {
    @TempDir
    Path directory;

    SqliteDatabase database;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(directory.resolve("latchkey.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Nested
    class Sessions extends SessionStoreContract {
        @Override
        protected SessionStore newStore() {
            return database.sessionStore();
        }
    }

    @Nested
    class Lives_of_sessions extends SessionLifeContract {
        @Override
        protected SessionStore newStore() {
            return database.sessionStore();
        }
    }

    @Nested
    class All_together extends TransactionsContract {
        @Override
        protected Stores newStores() {
            return new Stores(
                    database.transactions(),
                    database.userStore(),
                    database.sessionStore(),
                    database.rememberMeStore(),
                    database.auditStore());
        }
    }

    @Nested
    class Series extends RememberMeStoreContract {
        @Override
        protected RememberMeStore newStore() {
            return database.rememberMeStore();
        }
    }

    @Nested
    class Budgets extends ThrottleStoreContract {
        @Override
        protected ThrottleStore newStore() {
            return database.throttleStore();
        }
    }

    @Nested
    class Audit extends AuditStoreContract {
        @Override
        protected AuditStore newStore() {
            return database.auditStore();
        }
    }

    @Nested
    class Users extends UserStoreContract {
        @Override
        protected UserStore newStore() {
            return database.userStore();
        }
    }

    @Nested
    class Secrets extends SecretStoreContract {
        @Override
        protected SecretStore newStore() {
            return database.secretStore();
        }
    }
}
