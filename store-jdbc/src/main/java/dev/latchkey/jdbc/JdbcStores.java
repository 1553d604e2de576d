package dev.latchkey.jdbc;

import dev.latchkey.core.Stores;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.sql.Failures;
import dev.latchkey.jdbc.sql.NodeRows;
import dev.latchkey.jdbc.sql.SqlStores;
import dev.latchkey.jdbc.sql.Upkeep;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * All stores in an application's own database, through its data source: PostgreSQL, H2 or SQLite. The tables begin with
 * {@code latchkey_} and have a history of their own, so that no migration tool of the application meets them. Thread-safe.
 *
 * <pre>{@code
 * JdbcStores database = JdbcStores.on(dataSource).schema(Schema.MIGRATE).open();
 * Latchkey latchkey = Latchkey.builder().stores(database.stores())…
 * }</pre>
 *
 * <p>Every act takes a connection of its own and never joins a transaction of the application: what the application undoes
 * must not undo a counted guess. So the pool needs room for both; and a data source that hands out the connection of a
 * transaction under way is the wrong one.
 */
public final class JdbcStores {
    private final DataSourceTransactor transactor;
    private final Failures failures;
    private final Dialect dialect;
    private final Stores stores;
    private final @Nullable SessionFeed feed;

    private JdbcStores(
            DataSourceTransactor transactor, Failures failures, Dialect dialect, @Nullable SessionFeed feed) {
        this.transactor = transactor;
        this.failures = failures;
        this.dialect = dialect;
        this.feed = feed;
        this.stores = SqlStores.of(transactor, transactor);
    }

    /** Begins with every default. */
    public static Builder on(DataSource dataSource) {
        return new Builder(Objects.requireNonNull(dataSource, "dataSource"));
    }

    /** Everything that is kept there. */
    public Stores stores() {
        return stores;
    }

    /**
     * What several nodes on this database tell each other, so that each may have a cache of sessions; empty for a database
     * that is for one node alone, which PostgreSQL is not.
     */
    public Optional<SessionFeed> feed() {
        return Optional.ofNullable(feed);
    }

    /** Who works on this database, by name; nobody on one that is for one node alone. */
    public List<NodeStanding> nodes() {
        return feed == null
                ? List.of()
                : transactor.read(NodeRows::standings).stream()
                        .map(JdbcStores::standing)
                        .toList();
    }

    private static NodeStanding standing(NodeRows.Standing row) {
        return new NodeStanding(
                row.node(),
                Duration.of(row.leaseMicros(), ChronoUnit.MICROS),
                row.unheard(),
                Duration.of(row.behindMicros(), ChronoUnit.MICROS));
    }

    /** Which database it is. */
    public Dialect dialect() {
        return dialect;
    }

    /**
     * Makes sure that reading and writing are possible now, for a readiness check: writes a row and reads from every table.
     *
     * @throws StoreUnavailableException when they are not
     */
    public void checkAvailable() {
        transactor.write(Upkeep::write);
        transactor.read(Upkeep::read);
    }

    /** When the clock was last said to be {@linkplain #seen believed}; empty for a new database. */
    public Optional<Instant> lastSeen() {
        return transactor.read(Upkeep::lastSeen);
    }

    /** Keeps that time as one at which the clock was believed, so that a later start can tell a jump. */
    public void seen(Instant now) {
        transactor.write(statements -> Upkeep.seen(statements, now));
    }

    /** How often a caller was told that the store is unavailable, so far. */
    public long failures() {
        return failures.all();
    }

    /** The same for one cause. */
    public long failures(Cause cause) {
        return failures.count(cause);
    }

    /** Options of {@link JdbcStores}. Not thread-safe. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofMinutes(5);
        private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
        private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

        private final DataSource dataSource;
        private Schema schema = Schema.MIGRATE;
        private Duration timeout = Duration.ofSeconds(5);
        private Duration pause = Duration.ZERO;
        private DataSource unpooled;
        private @Nullable String name;

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
            this.unpooled = dataSource;
        }

        /** What is done about the tables. Default: {@link Schema#MIGRATE}. */
        public Builder schema(Schema value) {
            this.schema = Objects.requireNonNull(value, "schema");
            return this;
        }

        /**
         * How people are told which database it is, without a password. Default: the address that its driver tells, without
         * what could be one.
         */
        public Builder named(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * How long one statement may take, 1 s to 5 min; parts of a second are rounded up. Default: 5 s. How long one waits
         * for a connection is the pool's setting, and for a server that went silent the driver's.
         */
        public Builder timeout(Duration value) {
            if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("timeout is 1 s to 5 min, not " + value);
            }
            this.timeout = value;
            return this;
        }

        /**
         * After a call that the database did not answer, refuses the next at once for so long, 100 ms to 1 min; then one is
         * let through as a try, and so on until somebody is answered. Nothing is refused while any call is answered. How
         * long that first call waits is the setting of pool and driver. Default: every call waits for itself.
         */
        public Builder failFast(Duration pauseBetweenTries) {
            if (pauseBetweenTries.compareTo(SHORTEST_PAUSE) < 0 || pauseBetweenTries.compareTo(LONGEST_PAUSE) > 0) {
                throw new IllegalArgumentException("failFast is 100 ms to 1 min, not " + pauseBetweenTries);
            }
            this.pause = pauseBetweenTries;
            return this;
        }

        /**
         * Where connections come from that are of no pool: the one that a node keeps, and the one that finds out whether a
         * database answers again, which a pool that tries less and less often would find out late. Default: the same as
         * all others.
         */
        public Builder unpooled(DataSource value) {
            this.unpooled = Objects.requireNonNull(value, "unpooled");
            return this;
        }

        /**
         * Looks which database it is and does about its tables what was said.
         *
         * @throws StoreUnavailableException when that cannot be done, or the tables are not there, with the cure
         * @throws dev.latchkey.jdbc.schema.IncompatibleDatabaseException when the tables were made by a release too new
         * @throws IllegalArgumentException when it is a database of a kind that is not known here
         */
        public JdbcStores open() {
            SqlDiagnosis diagnosis = new SqlDiagnosis(name == null ? "of the data source" : name);
            try (Connection connection = dataSource.getConnection()) {
                if (name == null) {
                    diagnosis = SqlDiagnosis.ofUrl(
                            String.valueOf(connection.getMetaData().getURL()));
                }
                Dialect dialect = Dialect.of(connection);
                new Tables(connection, dialect, diagnosis).make(schema);
                Failures failures = new Failures(System::nanoTime);
                Connections connections = new Connections(dataSource, dialect, diagnosis, (int)
                        timeout.plusMillis(999).toSeconds());
                Acknowledgement acknowledgement =
                        new Acknowledgement(connections, System::nanoTime, LockSupport::parkNanos);
                Breaker breaker = new Breaker(System::nanoTime, pause.toNanos());
                DataSource direct = unpooled;
                return new JdbcStores(
                        new DataSourceTransactor(
                                connections,
                                failures,
                                acknowledgement,
                                breaker,
                                () -> direct.getConnection().close()),
                        failures,
                        dialect,
                        dialect == Dialect.POSTGRESQL
                                ? new JdbcSessionFeed(direct, diagnosis, breaker::answered)
                                : null);
            } catch (SQLException e) {
                throw diagnosis.exception(e);
            }
        }
    }
}
