package dev.latchkey.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.core.Stores;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.JdbcStores;
import dev.latchkey.jdbc.NodeStanding;
import dev.latchkey.jdbc.Schema;
import dev.latchkey.redis.RedisStores;
import dev.latchkey.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A PostgreSQL database that any number of servers share; their sessions may be in Redis in its place. */
public final class SharedDatabase implements Database {
    /** Tables are made and taken along over a connection that waits for it. */
    private static final Duration PATIENCE_FOR_TABLES = Duration.ofMinutes(10);

    /** A request is told that the store does not answer when it has waited so long for a connection. */
    private static final Duration PATIENCE_FOR_CONNECTION = Duration.ofMillis(750);

    /** And when the database said nothing for so long. Then nobody asks, but for one in such a time who tries. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    /** Nobody waits for a login behind a command. */
    static final Duration SILENCE_BEFORE_A_COMMAND = Duration.ofMinutes(1);

    private static final int CONNECTIONS_OF_A_COMMAND = 3;
    private static final String NOW = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";

    private final String address;
    private final String where;
    private final boolean isNew;
    private final Duration bound;
    private final HikariDataSource pool;
    private final JdbcStores database;
    private final Optional<RedisStores> redis;
    private final Stores stores;
    private final PostgresqlRules rules;
    private final NodeClock clock;

    private SharedDatabase(
            Settings.Postgresql settings,
            boolean isNew,
            HikariDataSource pool,
            JdbcStores database,
            Optional<RedisStores> redis,
            PostgresqlRules rules,
            NodeClock clock) {
        this.address = settings.address().toString();
        this.where = address
                + settings.sessions()
                        .map(sessions -> ", sessions at " + sessions.address())
                        .orElse("");
        this.bound = settings.cacheBound();
        this.isNew = isNew;
        this.pool = pool;
        this.database = database;
        this.redis = redis;
        this.stores = redis.map(sessions -> sessions.with(database.stores())).orElseGet(database::stores);
        this.rules = rules;
        this.clock = clock;
    }

    static SharedDatabase openToServe(Settings.Postgresql settings, InstantSource clock) {
        return open(settings, clock, false, settings.pool(), SILENCE);
    }

    static SharedDatabase open(Settings.Postgresql settings, InstantSource clock) {
        return open(settings, clock, false, CONNECTIONS_OF_A_COMMAND, SILENCE_BEFORE_A_COMMAND);
    }

    static SharedDatabase openExisting(Settings.Postgresql settings, InstantSource clock) {
        return open(settings, clock, true, CONNECTIONS_OF_A_COMMAND, SILENCE_BEFORE_A_COMMAND);
    }

    private static SharedDatabase open(
            Settings.Postgresql settings, InstantSource clock, boolean mustExist, int connections, Duration silence) {
        String where = settings.address().toString();
        PostgresqlSources sources = new PostgresqlSources(settings);
        DataSource patient = sources.direct(PATIENCE_FOR_TABLES);
        PostgresqlRules rules = new PostgresqlRules(patient, where);
        // Tells what keeps it from being reached, before anything is asked of it.
        JdbcStores.on(patient).named(where).schema(Schema.NONE).open();
        boolean isNew = !isFit(rules, patient, where);
        if (isNew && mustExist) {
            throw rules.absent();
        }
        JdbcStores.on(patient).named(where).schema(Schema.MIGRATE).open();
        DataSource direct = sources.direct(silence);
        HikariDataSource pool = PostgresqlSources.pool(direct, connections, PATIENCE_FOR_CONNECTION);
        try {
            JdbcStores stores = JdbcStores.on(pool)
                    .unpooled(direct)
                    .failFast(SILENCE)
                    .named(where)
                    .schema(Schema.NONE)
                    .open();
            Optional<RedisStores> redis = settings.sessions().map(sessions -> RedisSessions.open(sessions, silence));
            SharedDatabase database =
                    new SharedDatabase(settings, isNew, pool, stores, redis, rules, new NodeClock(clock));
            try {
                database.demandSessions();
                database.sampleClock();
            } catch (RuntimeException e) {
                redis.ifPresent(RedisStores::close);
                throw e;
            }
            return database;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Whether there are tables already in a database that servers can share. */
    private static boolean isFit(PostgresqlRules rules, DataSource source, String where) {
        try {
            Optional<StoreFailure> flaw = rules.flaw();
            if (flaw.isPresent()) {
                throw new StoreUnavailableException(flaw.get(), new SQLException("found before the start"));
            }
            try (Connection connection = source.getConnection()) {
                return rules.hasTables(connection);
            }
        } catch (SQLException e) {
            throw unasked(where, e);
        }
    }

    private static StoreUnavailableException unasked(String where, SQLException thrown) {
        return new StoreUnavailableException(
                new StoreFailure(
                        Cause.OTHER,
                        "database",
                        where,
                        "it did not answer a question about itself (SQL state " + thrown.getSQLState() + ")",
                        "look at the database's log"),
                thrown);
    }

    @Override
    public String where() {
        return where;
    }

    @Override
    public boolean isNew() {
        return isNew;
    }

    @Override
    public Stores stores() {
        return stores;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    /** {@inheritDoc} A later release may have changed the tables meanwhile, which is looked at too. */
    @Override
    public void checkAvailable() {
        database.checkAvailable();
        redis.ifPresent(RedisStores::checkAvailable);
        try (Connection connection = pool.getConnection()) {
            rules.hasTables(connection);
        } catch (SQLException e) {
            throw unasked(where, e);
        }
    }

    /** Its threads are the pool's, which replaces them. */
    @Override
    public boolean isAlive() {
        return true;
    }

    @Override
    public Optional<Instant> lastSeen() {
        return database.lastSeen();
    }

    @Override
    public void seen(Instant now) {
        database.seen(now);
    }

    @Override
    public long failures(Cause cause) {
        return database.failures(cause)
                + redis.map(sessions -> sessions.failures(cause)).orElse(0L);
    }

    /** Connections in use now. */
    public int connectionsInUse() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    /** Connections that are open and not in use. */
    public int connectionsIdle() {
        return pool.getHikariPoolMXBean().getIdleConnections();
    }

    /** How many wait for a connection. */
    public int waiting() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    /** By how much the database's clock is ahead of this machine's; negative when it is behind. */
    public Duration clockOffset() {
        return clock.offset();
    }

    /** What to say of the clocks, as soon as they differ by more than is well. */
    Optional<StoreFailure> clockFailure() {
        return clock.failure(where);
    }

    /** Whether they differ by more than can be served with. */
    boolean isLostInTime() {
        return clock.isLost();
    }

    private void demandSessions() {
        try (Connection connection = pool.getConnection()) {
            new SessionsPlace(connection, address).demand(redis);
        } catch (SQLException e) {
            throw unasked(where, e);
        }
    }

    /** Asks the database for its time. */
    void sampleClock() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            Instant before = clock.local().instant();
            try (ResultSet row = statement.executeQuery(NOW)) {
                row.next();
                Instant told = Instant.EPOCH.plus(row.getLong(1), ChronoUnit.MICROS);
                clock.sample(before, told, clock.local().instant());
            }
        } catch (SQLException e) {
            throw unasked(where, e);
        }
    }

    /** A connection for work that is not the stores'. To be closed. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Who works on it, and how far each is. */
    public List<NodeStanding> nodes() {
        return database.nodes();
    }

    /** What servers tell each other of sessions, wherever those are kept. */
    SessionFeed feed() {
        return redis.map(RedisStores::feed).orElseGet(this::register);
    }

    /** Where every server is known by name, to whoever looks after them. */
    SessionFeed register() {
        return database.feed().orElseThrow();
    }

    /** Whether servers tell each other of sessions elsewhere than where they are known. */
    boolean isDivided() {
        return redis.isPresent();
    }

    @Override
    public CachedSessionStore cache(int maximumSize) {
        CachedSessionStore.Builder cache = CachedSessionStore.builder(stores.sessions())
                .maximumSize(maximumSize)
                // The lease is of this machine's time: what is set right in between must not lengthen it.
                .shared(bound, clock.local());
        // What Redis did is done, whatever becomes of the act that it is a part of.
        return redis.isPresent()
                ? cache.build()
                : cache.transactions(stores.transactions()).build();
    }

    @Override
    public Following follow(CachedSessionStore cache, Settings settings, Runnable changed) {
        return new NodeFollowing(this, cache, settings, changed);
    }

    @Override
    public void close() {
        redis.ifPresent(RedisStores::close);
        pool.close();
    }
}
