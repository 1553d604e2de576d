package dev.latchkey.jdbc;

import dev.latchkey.audit.AuditStore;
import dev.latchkey.credential.UserStore;
import dev.latchkey.remember.RememberMeStore;
import dev.latchkey.session.SessionStore;
import dev.latchkey.store.SecretStore;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.store.Transactions;
import dev.latchkey.throttle.ThrottleStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
    private final TaskQueue reads;
    private final TaskQueue writes;
    private final GroupCommitLoop writer;
    private final List<DatabaseThread> threads = new ArrayList<>();
    private final SqliteTransactions transactions;
    private final Transactor transactor;
    private final SessionStore sessionStore;
    private final UserStore userStore;
    private final SecretStore secretStore;
    private final RememberMeStore rememberMeStore;
    private final ThrottleStore throttleStore;
    private final AuditStore auditStore;

    private final Object pollLock = new Object();
    private long seenDataVersion;
    private long seenUnheardCommits;

    private SqliteDatabase(Statements writerConnection, List<Statements> readerConnections, SqliteOptions options)
            throws SQLException {
        this.reads = new TaskQueue(options.queue(), options.timeout());
        this.writes = new TaskQueue(options.queue(), options.timeout());
        this.writer = new GroupCommitLoop(writes);
        this.transactions = new SqliteTransactions(writes);
        this.transactor = new QueueTransactor(reads, writes, transactions);
        this.sessionStore = new JdbcSessionStore(transactor);
        this.userStore = new JdbcUserStore(transactor);
        this.secretStore = new JdbcSecretStore(transactor);
        this.rememberMeStore = new JdbcRememberMeStore(transactor);
        this.throttleStore = new JdbcThrottleStore(transactor);
        this.auditStore = new JdbcAuditStore(transactor);
        this.seenDataVersion = dataVersion(writerConnection);
        readerConnections.forEach(reader ->
                threads.add(DatabaseThread.start("sqlite-reader-" + threads.size(), reader, new ReadLoop(reads))));
        threads.add(DatabaseThread.start("sqlite-writer", writerConnection, writer));
    }

    /** Opens the file with {@link SqliteOptions#DEFAULT}. */
    public static SqliteDatabase open(Path file) {
        return open(file, SqliteOptions.DEFAULT);
    }

    /**
     * Opens the file, after making it and its directory (for the owner's eyes only) where they are missing and
     * bringing its tables up to date.
     *
     * @throws StoreUnavailableException when that cannot be done
     * @throws IncompatibleDatabaseException when the database was made by a release too new or too old
     */
    public static SqliteDatabase open(Path file, SqliteOptions options) {
        Objects.requireNonNull(options, "options");
        SqliteFile connections = new SqliteFile(file, options.busyTimeoutMillis());
        List<Statements> opened = new ArrayList<>();
        try {
            DataFiles.prepare(file);
            SqliteSchema.bringUpToDate(connections);
            Statements writer = new Statements(connections.openWriter());
            opened.add(writer);
            List<Statements> readers = new ArrayList<>();
            for (int i = 0; i < options.readers(); i++) {
                Statements reader = new Statements(connections.openReader());
                opened.add(reader);
                readers.add(reader);
            }
            return new SqliteDatabase(writer, readers, options);
        } catch (IOException | SQLException e) {
            opened.forEach(SqliteDatabase::closeQuietly);
            throw new StoreUnavailableException("the database could not be opened", e);
        }
    }

    /** The sessions in this file. */
    public SessionStore sessionStore() {
        return sessionStore;
    }

    /** The users in this file. */
    public UserStore userStore() {
        return userStore;
    }

    /** The secrets in this file. */
    public SecretStore secretStore() {
        return secretStore;
    }

    /** The remember-me series in this file. */
    public RememberMeStore rememberMeStore() {
        return rememberMeStore;
    }

    /**
     * The budgets of guesses in this file. What is counted is on disk when that is acknowledged, like everything else;
     * what is given back may not be yet, so that a crash leaves budgets smaller and never larger.
     */
    public ThrottleStore throttleStore() {
        return throttleStore;
    }

    /** The audit log in this file. */
    public AuditStore auditStore() {
        return auditStore;
    }

    /** What makes several writes of these stores one act. The work runs on the thread that writes for everyone. */
    public Transactions transactions() {
        return transactions;
    }

    /**
     * Tells whether the file changed behind the back of those who wait for answers here since this was last asked:
     * another process committed, or a write was committed after its caller had given up on it. Whoever caches what
     * the stores said forgets it then. To be asked about once a second; costs no disk access.
     *
     * @throws StoreUnavailableException when the database cannot answer; nothing is forgotten, ask again
     */
    public boolean pollExternalChange() {
        long unheard = writer.unheardCommits();
        // On the writer's connection: the data version changes with every commit but that connection's own.
        long version = writes.submit(new Task<>(SqliteDatabase::dataVersion));
        synchronized (pollLock) {
            boolean hasChanged = version != seenDataVersion || unheard != seenUnheardCommits;
            seenDataVersion = version;
            seenUnheardCommits = unheard;
            return hasChanged;
        }
    }

    /**
     * Makes sure that reading and writing are possible now, for a readiness check.
     *
     * @throws StoreUnavailableException when they are not
     */
    public void checkAvailable() {
        reads.submit(new Task<>(SqliteDatabase::dataVersion));
        writes.submit(new Task<>(SqliteDatabase::dataVersion));
    }

    /** How often a caller was told that the store is unavailable, so far. */
    public long failures() {
        return reads.failures() + writes.failures();
    }

    /** Finishes what was accepted and closes the file. Whoever asks afterwards is told that the store is unavailable. */
    @Override
    public void close() {
        writes.close();
        reads.close();
        threads.forEach(DatabaseThread::stop);
    }

    int waitingWrites() {
        return writes.waiting();
    }

    Transactor transactor() {
        return transactor;
    }

    private static long dataVersion(Statements statements) throws SQLException {
        try (ResultSet row = statements.of("pragma data_version").executeQuery()) {
            return row.getLong(1);
        }
    }

    private static void closeQuietly(Statements statements) {
        try {
            statements.close();
        } catch (SQLException e) {
            System.getLogger(SqliteDatabase.class.getName())
                    .log(System.Logger.Level.DEBUG, "a connection could not be closed", e);
        }
    }
}
