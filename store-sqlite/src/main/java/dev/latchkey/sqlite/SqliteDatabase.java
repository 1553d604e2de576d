package dev.latchkey.sqlite;

import dev.latchkey.core.Stores;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.audit.AuditStore;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.jdbc.sql.Failures;
import dev.latchkey.jdbc.sql.SqlStores;
import dev.latchkey.jdbc.sql.Statements;
import dev.latchkey.jdbc.sql.Transactor;
import dev.latchkey.jdbc.sql.Upkeep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All stores in one SQLite file. What a store acknowledged survives {@code kill -9} and a power cut, but for what
 * {@linkplain #throttleStore budgets of guesses} are given back. Thread-safe.
 *
 * <p>One thread writes and a few read, on platform threads of their own; callers wait for their answers and may be
 * virtual threads. Several processes may open the same file: each sees what the others committed, and
 * {@link #pollExternalChange} tells when.
 *
 * <p>SQLite is native code: start the JVM with {@code --enable-native-access=ALL-UNNAMED}, or give the jar with the
 * main class the manifest entry {@code Enable-Native-Access: ALL-UNNAMED}, or JDK 24 and later print a warning.
 */
public final class SqliteDatabase implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SqliteDatabase.class.getName());

    /** Longer than a healthy writer takes; the change itself is noticed already, only whose it was is open. */
    private static final Duration POLL_PATIENCE = Duration.ofMillis(300);

    private final Diagnosis diagnosis;
    private final Failures failures = new Failures(System::nanoTime);
    private final FileWatch files;
    private final TaskQueue reads;
    private final TaskQueue writes;
    private final GroupCommitLoop writer;
    private final List<DatabaseThread> threads = new ArrayList<>();
    private final List<Statements> connections;
    private final SqliteTransactions transactions;
    private final Transactor transactor;
    private final Stores stores;

    /** Beside the queues: whoever holds the file for writing must not hide what others committed. */
    private final Statements watching;

    private final Object pollLock = new Object();
    private long seenByWatching;
    private long seenByWriter;
    private long seenUnheardCommits;
    private boolean isClosed;

    /** The first connection writes, the last watches, those between read. */
    private SqliteDatabase(Diagnosis diagnosis, List<Statements> connections, SqliteOptions options)
            throws SQLException, IOException {
        this.diagnosis = diagnosis;
        this.connections = List.copyOf(connections);
        Statements writing = connections.getFirst();
        this.watching = connections.getLast();
        this.seenByWriter = dataVersion(writing);
        this.seenByWatching = dataVersion(watching);
        this.files = new FileWatch(diagnosis);
        this.reads = new TaskQueue(options, diagnosis, failures, files::found);
        this.writes = new TaskQueue(options, diagnosis, failures, files::found);
        this.writer = new GroupCommitLoop(writes, diagnosis, failures);
        this.transactions = new SqliteTransactions(writes, diagnosis);
        this.transactor = new QueueTransactor(reads, writes, transactions);
        this.stores = SqlStores.of(transactor, transactions);
        for (Statements reader : connections.subList(1, connections.size() - 1)) {
            threads.add(
                    DatabaseThread.start("sqlite-reader-" + threads.size(), reader, new ReadLoop(reads, diagnosis)));
        }
        threads.add(DatabaseThread.start("sqlite-writer", writing, writer));
    }

    /** Opens the file with {@link SqliteOptions#DEFAULT}. */
    public static SqliteDatabase open(Path file) {
        return open(file, SqliteOptions.DEFAULT);
    }

    /**
     * Opens the file, after making it and its directory (for the owner's eyes only) where they are missing and
     * bringing its tables up to date.
     *
     * @throws StoreUnavailableException when that cannot be done, with the reason and the cure
     * @throws IncompatibleDatabaseException when the database was made by a release too new or too old
     */
    public static SqliteDatabase open(Path file, SqliteOptions options) {
        Objects.requireNonNull(options, "options");
        SqliteFile connections = new SqliteFile(file, options.busyTimeoutMillis());
        Diagnosis diagnosis = new Diagnosis(file);
        List<Statements> opened = new ArrayList<>();
        try {
            SqliteSchema.demandNotForeign(connections, diagnosis);
            DataFiles.prepare(file);
            SqliteSchema.bringUpToDate(connections, diagnosis);
            opened.add(statements(connections.openWriter()));
            for (int i = 0; i < options.readers() + 1; i++) {
                opened.add(statements(connections.openReader()));
            }
            return new SqliteDatabase(diagnosis, opened, options);
        } catch (IOException | SQLException e) {
            opened.forEach(SqliteDatabase::closeQuietly);
            throw diagnosis.exception(e);
        }
    }

    /**
     * Whether there is a database at that path; a file without a byte in it is none.
     *
     * @throws StoreUnavailableException when that cannot be found out
     */
    public static boolean exists(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new Diagnosis(file).exception(e);
        }
    }

    /** What to say where {@linkplain #exists there is no database} and none is to be made. */
    public static StoreUnavailableException absent(Path file) {
        return new StoreUnavailableException(
                new Diagnosis(file).absent(),
                new NoSuchFileException(file.toAbsolutePath().toString()));
    }

    /** The file's absolute path. */
    public Path file() {
        return diagnosis.file();
    }

    /** Everything in this file. */
    public Stores stores() {
        return stores;
    }

    /** The sessions in this file. */
    public SessionStore sessionStore() {
        return stores.sessions();
    }

    /** The users in this file. */
    public UserStore userStore() {
        return stores.users();
    }

    /** The secrets in this file. */
    public SecretStore secretStore() {
        return stores.secrets();
    }

    /** The remember-me series in this file. */
    public RememberMeStore rememberMeStore() {
        return stores.series();
    }

    /**
     * The budgets of guesses in this file. What is counted is on disk when that is acknowledged, like everything else;
     * what is given back may not be yet, so that a crash leaves budgets smaller and never larger.
     */
    public ThrottleStore throttleStore() {
        return stores.budgets();
    }

    /** The audit log in this file. */
    public AuditStore auditStore() {
        return stores.audit();
    }

    /** What makes several writes of these stores one act. The work runs on the thread that writes for everyone. */
    public Transactions transactions() {
        return transactions;
    }

    /**
     * Tells whether the file changed behind the back of those who wait for answers here since this was last asked:
     * another process committed, or a write was committed after its caller had given up on it. Whoever caches what
     * the stores said forgets it then. To be asked about twice a second; costs no disk access. Answers also while
     * another process holds the file for writing.
     *
     * <p>Looks at the files too: once the path no longer leads to them, or they were overwritten, nothing is read or
     * written any more.
     *
     * @throws StoreUnavailableException when the database cannot answer; nothing is forgotten, ask again. Whoever
     *     caches should go by the cache no longer when that lasts
     */
    public boolean pollExternalChange() {
        lookAtFiles();
        synchronized (pollLock) {
            long unheard = writer.unheardCommits();
            boolean hasChanged = unheard != seenUnheardCommits;
            seenUnheardCommits = unheard;
            long version = watchedVersion();
            if (version != seenByWatching) {
                hasChanged |= wasChangedByOthers();
                seenByWatching = version;
            }
            return hasChanged;
        }
    }

    private void lookAtFiles() {
        synchronized (pollLock) {
            if (isClosed) {
                throw new StoreUnavailableException(diagnosis.closed(), new IOException("nothing is open"));
            }
            Optional<StoreFailure> wrong = files.look();
            if (wrong.isPresent()) {
                throw told(new StoreUnavailableException(wrong.get(), new IOException("others than were opened")));
            }
        }
    }

    private long watchedVersion() {
        try {
            return dataVersion(watching);
        } catch (SQLException e) {
            watching.forget();
            throw told(new StoreUnavailableException(diagnosis.of(e), e));
        }
    }

    /**
     * The watching connection sees every commit, the writer's own included; the writer's connection sees all but its
     * own. A writer that waits for another process cannot say: then it was that process.
     */
    private boolean wasChangedByOthers() {
        try {
            long version = writes.submit(Task.outsideTransaction(SqliteDatabase::dataVersion), POLL_PATIENCE);
            boolean hasChanged = version != seenByWriter;
            seenByWriter = version;
            return hasChanged;
        } catch (StoreUnavailableException e) {
            if (e.kind() == Cause.CLOSED) {
                throw e;
            }
            return true;
        }
    }

    private StoreUnavailableException told(StoreUnavailableException failure) {
        failures.note(failure);
        return failure;
    }

    /**
     * Makes sure that reading and writing are possible now, for a readiness check: writes a row, reads from every
     * table, and looks at the files. Damage that was met once stays until the process ends.
     *
     * @throws StoreUnavailableException when they are not
     */
    public void checkAvailable() {
        lookAtFiles();
        if (hasMetDamage()) {
            throw new StoreUnavailableException(
                    diagnosis.corrupt("met by an earlier question"), new SQLException("damage was met"));
        }
        writes.submit(new Task<>(Upkeep::write));
        reads.submit(new Task<>(Upkeep::read));
    }

    private boolean hasMetDamage() {
        return failures.count(Cause.CORRUPT) + failures.count(Cause.NOT_A_DATABASE) > 0;
    }

    /** Whether all threads that work here are there. */
    public boolean isAlive() {
        return threads.stream().allMatch(DatabaseThread::isAlive);
    }

    /** When the clock was last said to be {@linkplain #seen believed}; empty for a new database. */
    public Optional<Instant> lastSeen() {
        return reads.submit(new Task<>(Upkeep::lastSeen));
    }

    /** Keeps that time as one at which the clock was believed, so that a later start can tell a jump. */
    public void seen(Instant now) {
        writes.submit(new Task<>(statements -> Upkeep.seen(statements, now)));
    }

    /** How often a caller was told that the store is unavailable, so far. */
    public long failures() {
        return failures.all();
    }

    /** The same for one cause. */
    public long failures(Cause cause) {
        return failures.count(cause);
    }

    /** How many commits failed, so far; each holds the writes of many callers. */
    public long failedCommits() {
        return writer.failedCommits();
    }

    /** The size of the database file in bytes; 0 when it is not there. */
    public long fileBytes() {
        return diagnosis.file().toFile().length();
    }

    /** The size of its write-ahead log in bytes; 0 when it is not there. */
    public long logBytes() {
        return DataFiles.part(diagnosis.file(), "-wal").toFile().length();
    }

    /** The room that its file system has for this account, in bytes. */
    public long freeBytes() {
        return diagnosis.file().toFile().getUsableSpace();
    }

    /** Finishes what was accepted and closes the file. Whoever asks afterwards is told that the store is unavailable. */
    @Override
    public void close() {
        writes.close();
        reads.close();
        synchronized (pollLock) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (files.look().isPresent() || hasMetDamage()) {
                // Closing would write the log into the file and remove it by its name: into ruins, or someone else's.
                connections.forEach(Statements::abandon);
            }
            boolean hasEnded = true;
            for (DatabaseThread thread : threads) {
                hasEnded &= thread.stop();
            }
            closeQuietly(watching);
            if (hasEnded) {
                files.close();
            }
        }
    }

    private static Statements statements(Connection connection) {
        return new Statements(connection, Dialect.SQLITE);
    }

    private static long dataVersion(Statements statements) throws SQLException {
        try (ResultSet row = statements.of("pragma data_version").executeQuery()) {
            return row.getLong(1);
        }
    }

    int waitingWrites() {
        return writes.waiting();
    }

    Transactor transactor() {
        return transactor;
    }

    private static void closeQuietly(Statements statements) {
        try {
            statements.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
        }
    }
}
