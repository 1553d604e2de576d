package dev.latchkey.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection with the statements it has prepared so far. For one thread. */
final class Statements implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Statements.class.getName());

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private volatile boolean isAbandoned;

    Statements(Connection connection) {
        this.connection = connection;
    }

    /** The statement of that text, which is a constant: each stays prepared until the end. Not to be closed. */
    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Runs a statement without parameters or rows. */
    void execute(String sql) throws SQLException {
        of(sql).execute();
    }

    /**
     * Prepares everything anew from here on. To be called after an error: SQLite's driver finalizes the statement that
     * failed, and leaves it unusable without telling.
     */
    void forget() {
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
    void abandon() {
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
