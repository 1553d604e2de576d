package dev.latchkey.database;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.Stores;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.sqlite.SqliteDatabase;
import dev.latchkey.sqlite.SqliteInspection;
import dev.latchkey.sqlite.SqliteInspection.Finding;
import dev.latchkey.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A SQLite file in the data folder, which one server has to itself; commands work beside it. */
public final class FileDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.server");

    /** Nobody waits for a login behind a command: it may wait longer for its turn, and read more at once. */
    private static final SqliteOptions PATIENT = new SqliteOptions(1, 64, Duration.ofSeconds(15));

    /** How long a start may be held up by a look at a file that was not closed in order. */
    private static final Duration LOOK_FOR = Duration.ofSeconds(10);

    /** Of two a second. */
    private static final int MISSED_POLLS = 2;

    private final SqliteDatabase sqlite;
    private final InstantSource clock;
    private final boolean isNew;
    private final @Nullable ServerLock lock;

    private FileDatabase(SqliteDatabase sqlite, InstantSource clock, boolean isNew, @Nullable ServerLock lock) {
        this.sqlite = sqlite;
        this.clock = clock;
        this.isNew = isNew;
        this.lock = lock;
    }

    /** Takes the folder's lock first. A file that was not closed in order is looked over. */
    static FileDatabase openToServe(Settings settings, InstantSource clock) {
        ServerLock lock = ServerLock.take(settings.data(), settings.get(ServerSetting.TAKEOVER_TIMEOUT));
        try {
            Path file = settings.database();
            boolean isNew = !SqliteDatabase.exists(file);
            if (!isNew) {
                lookOver(file);
            }
            return new FileDatabase(SqliteDatabase.open(file, SqliteOptions.DEFAULT), clock, isNew, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    static FileDatabase open(Settings settings, InstantSource clock) {
        Path file = settings.database();
        boolean isNew = !SqliteDatabase.exists(file);
        return new FileDatabase(SqliteDatabase.open(file, PATIENT), clock, isNew, null);
    }

    static FileDatabase openExisting(Settings settings, InstantSource clock) {
        demandExisting(settings);
        return open(settings, clock);
    }

    /** Refuses to go on where there is no file. */
    static void demandExisting(Settings settings) {
        Path file = settings.database();
        if (!SqliteDatabase.exists(file)) {
            throw SqliteDatabase.absent(file);
        }
    }

    private static void lookOver(Path file) {
        switch (SqliteInspection.afterUncleanEnd(file, LOOK_FOR)) {
            case Finding.Sound() -> {}
            case Finding.NotFinished() ->
                LOG.warn(
                        "{} was not closed in order, and is too large to be looked over before the start: nothing wrong"
                                + " was found in {} s; latchkey doctor looks at all of it",
                        file,
                        LOOK_FOR.toSeconds());
            case Finding.Broken(StoreFailure failure) ->
                throw new StoreUnavailableException(failure, new IOException("found before the start"));
        }
    }

    @Override
    public String where() {
        return sqlite.file().toString();
    }

    @Override
    public boolean isNew() {
        return isNew;
    }

    @Override
    public Stores stores() {
        return sqlite.stores();
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public void checkAvailable() {
        sqlite.checkAvailable();
    }

    @Override
    public boolean isAlive() {
        return sqlite.isAlive();
    }

    @Override
    public Optional<Instant> lastSeen() {
        return sqlite.lastSeen();
    }

    @Override
    public void seen(Instant now) {
        sqlite.seen(now);
    }

    @Override
    public long failures(Cause cause) {
        return sqlite.failures(cause);
    }

    /** How many commits failed, so far; each holds the writes of many callers. */
    public long failedCommits() {
        return sqlite.failedCommits();
    }

    /** The size of the database file in bytes; 0 when it is not there. */
    public long fileBytes() {
        return sqlite.fileBytes();
    }

    /** The size of its write-ahead log in bytes; 0 when it is not there. */
    public long logBytes() {
        return sqlite.logBytes();
    }

    /** The room that its file system has for this account, in bytes. */
    public long freeBytes() {
        return sqlite.freeBytes();
    }

    @Override
    public CachedSessionStore cache(int maximumSize) {
        return CachedSessionStore.builder(sqlite.sessionStore())
                .transactions(sqlite.transactions())
                .maximumSize(maximumSize)
                .build();
    }

    @Override
    public Following follow(CachedSessionStore cache, Settings settings, Runnable changed) {
        return new Commands(cache, changed);
    }

    /** Follows what commands write. They are few: whatever one wrote, all is forgotten. */
    private final class Commands implements Following {
        private final CachedSessionStore cache;
        private final Runnable changed;

        /** In a row; who looks alone counts them. */
        private int missedPolls;

        Commands(CachedSessionStore cache, Runnable changed) {
            this.cache = cache;
            this.changed = changed;
        }

        /**
         * What cannot be read for a second may have changed: nothing is answered from memory any more, so that whoever was
         * shut out elsewhere is out here too. Once it can be read again, that itself tells of the changes.
         */
        @Override
        public void look() {
            boolean hasChanged;
            try {
                hasChanged = sqlite.pollExternalChange();
                missedPolls = 0;
            } catch (StoreUnavailableException e) {
                missedPolls++;
                if (missedPolls >= MISSED_POLLS) {
                    cache.clear();
                }
                throw e;
            }
            if (hasChanged) {
                cache.clear();
                changed.run();
            }
        }

        @Override
        public Optional<Hindrance> hindrance() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Nothing to let go of.
        }
    }

    @Override
    public void close() {
        sqlite.close();
        if (lock != null) {
            lock.close();
        }
    }
}
