package dev.latchkey.database;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.Stores;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.settings.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** What everything is kept in, opened. Thread-safe. */
public sealed interface Database extends AutoCloseable permits FileDatabase, SharedDatabase {
    /**
     * Opens it for a server, making its tables where they are missing.
     *
     * @param clock this machine's
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be opened, or another server has it to
     *     itself
     * @throws dev.latchkey.jdbc.schema.IncompatibleDatabaseException when it was made by a release too new or too old
     */
    static Database openToServe(Settings settings, InstantSource clock) {
        return settings.postgresql()
                .<Database>map(where -> SharedDatabase.openToServe(where, clock))
                .orElseGet(() -> FileDatabase.openToServe(settings, clock));
    }

    /**
     * Opens it for a command beside the servers, making its tables where they are missing.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when it cannot be opened
     * @throws dev.latchkey.jdbc.schema.IncompatibleDatabaseException when it was made by a release too new or too old
     */
    static Database open(Settings settings, InstantSource clock) {
        return settings.postgresql()
                .<Database>map(where -> SharedDatabase.open(where, clock))
                .orElseGet(() -> FileDatabase.open(settings, clock));
    }

    /** The same for a command that has nothing to do where there is nothing yet. */
    static Database openExisting(Settings settings, InstantSource clock) {
        return settings.postgresql()
                .<Database>map(where -> SharedDatabase.openExisting(where, clock))
                .orElseGet(() -> FileDatabase.openExisting(settings, clock));
    }

    /** Which one it is, for people: a file's absolute path, or an address without a password. */
    String where();

    /** Whether there was nothing in it before. */
    boolean isNew();

    /** Everything that is kept in it. */
    Stores stores();

    /** The clock that is to be gone by: servers that share a database go by one. */
    InstantSource clock();

    /**
     * Makes sure that reading and writing are possible now, for a readiness check.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when they are not, with the reason and the cure
     */
    void checkAvailable();

    /** Whether every thread that works here is there. */
    boolean isAlive();

    /** When the clock was last said to be {@linkplain #seen believed}; empty for a new database. */
    Optional<Instant> lastSeen();

    /** Keeps that time as one at which the clock was believed, so that a later start can tell a jump. */
    void seen(Instant now);

    /** How often a caller was told for that cause that the store is unavailable, so far. */
    long failures(Cause cause);

    /**
     * A cache in front of its sessions, which answers for nothing before it {@linkplain #follow follows} what others write.
     *
     * @param maximumSize how many sessions it keeps, at least 1
     */
    CachedSessionStore cache(int maximumSize);

    /**
     * Begins to tell such a cache what others write.
     *
     * @param settings this server's, of which the others are told its port and what all should be set to alike
     * @param changed what else is to be done when something may have been changed by others
     */
    Following follow(CachedSessionStore cache, Settings settings, Runnable changed);

    /** Finishes what was accepted and closes it. Whoever asks afterwards is told that the store is unavailable. */
    @Override
    void close();
}
