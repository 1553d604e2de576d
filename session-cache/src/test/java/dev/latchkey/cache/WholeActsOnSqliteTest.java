package dev.latchkey.cache;

import dev.latchkey.sqlite.SqliteDatabase;
import dev.latchkey.testkit.WholeActsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What is done whole, on what the server runs: SQLite with the cache in front of its sessions. */
class WholeActsOnSqliteTest extends WholeActsContract {
    @TempDir
    Path directory;

    private SqliteDatabase database;

    @Override
    protected Joined newStores() {
        database = SqliteDatabase.open(directory.resolve("latchkey.db"));
        return new Joined(
                database.transactions(),
                database.userStore(),
                CachedSessionStore.builder(database.sessionStore())
                        .transactions(database.transactions())
                        .build(),
                database.rememberMeStore(),
                database.throttleStore(),
                database.secretStore());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }
}
