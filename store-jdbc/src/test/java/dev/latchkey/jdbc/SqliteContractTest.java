package dev.latchkey.jdbc;

import dev.latchkey.credential.UserStore;
import dev.latchkey.session.SessionStore;
import dev.latchkey.store.SecretStore;
import dev.latchkey.testkit.SecretStoreContract;
import dev.latchkey.testkit.SessionStoreContract;
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
