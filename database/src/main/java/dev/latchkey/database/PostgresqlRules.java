package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.jdbc.schema.SchemaHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** Whether a PostgreSQL database that can be reached is one that servers can share. */
final class PostgresqlRules {
    /** The first that tells which transactions a snapshot saw. */
    private static final int OLDEST_SERVER = 13;

    private final DataSource direct;
    private final String where;

    /** Of that database. */
    PostgresqlRules(DataSource direct, String where) {
        this.direct = direct;
        this.where = where;
    }

    /** What is wrong with it, if anything is. Takes two connections. */
    Optional<StoreFailure> flaw() throws SQLException {
        try (Connection connection = direct.getConnection();
                Connection other = direct.getConnection()) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < OLDEST_SERVER) {
                return failure(
                        Cause.OTHER,
                        "it is PostgreSQL " + version + ", which does not tell what servers that share it need to know",
                        "upgrade it to PostgreSQL " + OLDEST_SERVER + " or later");
            }
            if (text(connection, "show transaction_read_only").equals("on")) {
                boolean isStandby =
                        text(connection, "select pg_is_in_recovery()").equals("t");
                return failure(
                        Cause.READ_ONLY,
                        isStandby
                                ? "it is a standby, which may be read and not written"
                                : "it may be read and not written",
                        isStandby
                                ? "name the primary, or all of them: postgresql://USER@HOST1,HOST2/DATABASE"
                                : "alter database " + connection.getCatalog()
                                        + " reset default_transaction_read_only, and the" + " same of the account");
            }
            return pooler(connection, other);
        }
    }

    /**
     * Two connections of ours have two backends, and keep them. A pooler that lends one out for a transaction at a time gives
     * both the same, or, taking its backends by turns, each another one every time.
     */
    private Optional<StoreFailure> pooler(Connection connection, Connection other) throws SQLException {
        String first = backend(connection);
        String second = backend(other);
        return first.equals(second) || !first.equals(backend(connection))
                ? failure(
                        Cause.OTHER,
                        "a pooler stands in between that lends connections for a transaction at a time",
                        "set pool_mode = session in it, or name PostgreSQL itself: a server keeps few connections")
                : Optional.empty();
    }

    private static String backend(Connection connection) throws SQLException {
        return text(connection, "select pg_backend_pid()");
    }

    /**
     * Whether a release before this one, or this one, has made its tables.
     *
     * @throws StoreUnavailableException when a later one has, such that this one may not work on them
     */
    boolean hasTables(Connection connection) throws SQLException {
        SchemaHistory found = SchemaHistory.of(connection);
        try {
            found.isUpToDate(Dialect.POSTGRESQL);
        } catch (IncompatibleDatabaseException e) {
            throw new StoreUnavailableException(
                    new StoreFailure(
                            Cause.OTHER,
                            "database",
                            where,
                            "a later release has changed its tables to version " + found.version()
                                    + ", and this one knows version " + Dialect.POSTGRESQL.version(),
                            "install the release that was used last, or a later one"),
                    e);
        }
        return found.version() > 0;
    }

    /** What to say where there are no tables and none are to be made. */
    StoreUnavailableException absent() {
        return new StoreUnavailableException(
                new StoreFailure(
                        Cause.ABSENT,
                        "database",
                        where,
                        "Latchkey's tables are not in it",
                        "start a server on it, or add a user, which makes them: latchkey user add NAME"),
                new SQLException("no tables"));
    }

    private Optional<StoreFailure> failure(Cause cause, String reason, String cure) {
        return Optional.of(new StoreFailure(cause, "database", where, reason, cure));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
