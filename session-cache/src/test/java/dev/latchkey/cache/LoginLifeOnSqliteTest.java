package dev.latchkey.cache;

import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.sqlite.SqliteDatabase;
import dev.latchkey.testkit.LoginLifeContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A login's life on what the server runs: SQLite with the cache in front of its sessions. */
class LoginLifeOnSqliteTest extends LoginLifeContract {
    @TempDir
    Path directory;

    private SqliteDatabase database;

    @Override
    protected SessionStore newSessionStore() {
        database = SqliteDatabase.open(directory.resolve("latchkey.db"));
        return CachedSessionStore.builder(database.sessionStore())
                .transactions(database.transactions())
                .build();
    }

    @Override
    protected Transactions transactions(
            SessionStore sessions, RememberMeStore series, ThrottleStore budgets, UserStore users) {
        return database.transactions();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Override
    protected RememberMeStore newRememberMeStore() {
        return database.rememberMeStore();
    }

    @Override
    protected ThrottleStore newThrottleStore() {
        return database.throttleStore();
    }

    @Override
    protected UserStore newUserStore() {
        return database.userStore();
    }

    @Override
    protected SecretStore newSecretStore() {
        return database.secretStore();
    }

    @Override
    protected AuditStore newAuditStore() {
        return database.auditStore();
    }
}
