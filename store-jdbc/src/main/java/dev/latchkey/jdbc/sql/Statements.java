package dev.latchkey.jdbc.sql;

import dev.latchkey.jdbc.schema.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A connection with the statements it has prepared so far. For one thread. Values are bound by their type: see {@link
 * Columns#bind}.
 */
public final class Statements implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Statements.class.getName());

    /** SQL says of a row whose key is there already: a unique constraint was violated. */
    private static final String DUPLICATE = "23505";

    private final Connection connection;
    private final Words words;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private int timeoutSeconds;
    private final Set<String> told = new LinkedHashSet<>();
    private volatile boolean isAbandoned;

    /** With nothing prepared yet. */
    public Statements(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.words = Words.of(dialect);
    }

    /** Lets each statement take so long at most, in seconds; 0, the default: any time. */
    public Statements within(int seconds) {
        this.timeoutSeconds = seconds;
        return this;
    }

    /** What it runs on. */
    public Connection connection() {
        return connection;
    }

    /** The statement of that text, which is a constant: each stays prepared until the end. Not to be closed. */
    public PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            if (timeoutSeconds > 0) {
                statement.setQueryTimeout(timeoutSeconds);
            }
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Runs a statement without parameters or rows. */
    public void execute(String sql) throws SQLException {
        of(sql).execute();
    }

    private PreparedStatement of(String sql, @Nullable Object[] values) throws SQLException {
        PreparedStatement statement = of(sql);
        Columns.bind(statement, values);
        return statement;
    }

    /** Changes rows, and tells how many. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return of(sql, values).executeUpdate();
    }

    /** Does the same change for each of them; tells of each how many rows it changed. */
    <T> int[] updateEach(String sql, Collection<T> all, Function<T, @Nullable Object[]> values) throws SQLException {
        if (all.isEmpty()) {
            return new int[0];
        }
        PreparedStatement statement = of(sql);
        for (T each : all) {
            Columns.bind(statement, values.apply(each));
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    /**
     * Does the same change for each id that it finds as it must be.
     *
     * @return those that were changed: of several who would, one does
     */
    List<String> claimEach(String sql, Collection<String> ids, Function<String, @Nullable Object[]> values)
            throws SQLException {
        // In one order for all, or two would wait for each other.
        List<String> sorted = ids.stream().sorted().toList();
        int[] counts = updateEach(sql, sorted, values);
        return IntStream.range(0, counts.length)
                .filter(i -> counts[i] == 1)
                .mapToObj(sorted::get)
                .toList();
    }

    /** Inserts a row. False, and nothing changed, when its key is taken. */
    boolean insert(String sql, @Nullable Object... values) throws SQLException {
        try {
            return update(sql + words.unlessThere(), values) == 1;
        } catch (SQLException e) {
            if (words.unlessThere().isEmpty() && DUPLICATE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** All rows. */
    <T> List<T> list(String sql, Mapper<T> mapper, @Nullable Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet row = of(sql, values).executeQuery()) {
            while (row.next()) {
                all.add(mapper.map(row));
            }
        }
        return all;
    }

    /** The first row; empty when there is none. */
    <T> Optional<T> first(String sql, Mapper<T> mapper, @Nullable Object... values) throws SQLException {
        try (ResultSet row = of(sql, values).executeQuery()) {
            return row.next() ? Optional.of(mapper.map(row)) : Optional.empty();
        }
    }

    boolean exists(String sql, @Nullable Object... values) throws SQLException {
        return first(sql, row -> true, values).isPresent();
    }

    /** Whether other nodes work on the same database. */
    boolean isShared() {
        return words.isShared();
    }

    /** Whether it is in a transaction, after which others can be waited for. */
    boolean isWriting() throws SQLException {
        return !connection.getAutoCommit();
    }

    /** Says that other nodes are to have heard of what the transaction of that number did. */
    void tellsOthers(String transaction) {
        told.add(transaction);
    }

    /** The numbers of the transactions of which other nodes are to have heard. */
    public List<String> told() {
        return List.copyOf(told);
    }

    /**
     * Keeps other transactions from the same things until this one ends, where the database lets several write at once.
     * Two things may be taken for one: then they wait for one another without need.
     */
    void lock(Lockable kind, Collection<String> names) throws SQLException {
        if (words.lock().isEmpty()) {
            return;
        }
        // In one order for all, or two would wait for each other.
        for (int name :
                names.stream().mapToInt(String::hashCode).sorted().distinct().toArray()) {
            first(words.lock(), row -> true, kind.number, name);
        }
    }

    void lock(Lockable kind, String name) throws SQLException {
        lock(kind, List.of(name));
    }

    /** Things that are read before they are written. */
    enum Lockable {
        /** The sessions of a principal. */
        SESSIONS(1),
        /** A budget of guesses. */
        BUDGET(2),
        /** Who is there, in all. */
        USERS(3),
        /** The keys of a purpose. */
        SECRETS(4);

        /** Of no other program, by all that is likely. */
        private static final int OURS = 0x6c61_7400;

        private final int number;

        /** By a number that every release gives it. */
        Lockable(int number) {
            this.number = OURS + number;
        }
    }

    /** From a row to a value. */
    @FunctionalInterface
    interface Mapper<T> {
        /** Reads the row that the set stands at. */
        T map(ResultSet row) throws SQLException;
    }

    /**
     * Prepares everything anew from here on. To be called after an error: SQLite's driver finalizes the statement that
     * failed, and leaves it unusable without telling.
     */
    public void forget() {
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "a statement could not be closed", e);
            }
        }
        prepared.clear();
    }

    /** From now on {@link #close} leaves the connection as it is, until the process ends. */
    public void abandon() {
        isAbandoned = true;
    }

    @Override
    public void close() throws SQLException {
        if (isAbandoned) {
            return;
        }
        forget();
        connection.close();
    }
}
