package dev.latchkey.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection with the statements it has prepared so far. For one thread. */
public final class Statements implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Statements.class.getName());

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private volatile boolean isAbandoned;

    /** With nothing prepared yet. */
    public Statements(Connection connection) {
        this.connection = connection;
    }

    /** The statement of that text, which is a constant: each stays prepared until the end. Not to be closed. */
    public PreparedStatement of(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Runs a statement without parameters or rows. */
    public void execute(String sql) throws SQLException {
        of(sql).execute();
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
