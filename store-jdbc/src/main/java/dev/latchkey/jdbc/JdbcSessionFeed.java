package dev.latchkey.jdbc;

import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.sql.NodeRows;
import dev.latchkey.jdbc.sql.NodeRows.Delta;
import dev.latchkey.jdbc.sql.NodeRows.Position;
import dev.latchkey.jdbc.sql.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/** A feed in two tables, asked again and again. Each membership keeps a connection for as long as it lasts. */
final class JdbcSessionFeed implements SessionFeed {
    private static final System.Logger LOG = System.getLogger(JdbcSessionFeed.class.getName());

    /**
     * Who looked longer ago may have missed changes. They are kept for twice as long, because a transaction may be
     * committed some time after it wrote them.
     */
    private static final Duration MOST_BEHIND = Duration.ofMinutes(5);

    /** A server that went silent must not hold the thread of a node, which has another connection to try. */
    private static final int PATIENCE_MILLIS = 2_000;

    private final DataSource dataSource;
    private final SqlDiagnosis diagnosis;
    private final Runnable answered;

    /**
     * On that database.
     *
     * @param answered hears when it let a node join
     */
    JdbcSessionFeed(DataSource dataSource, SqlDiagnosis diagnosis, Runnable answered) {
        this.dataSource = dataSource;
        this.diagnosis = diagnosis;
        this.answered = answered;
    }

    @Override
    public Membership join(Node node) {
        try {
            Connection connection = dataSource.getConnection();
            try {
                Membership member = new OnConnection(node, connection);
                answered.run();
                return member;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw diagnosis.exception(e);
        }
    }

    static boolean hasMissedNone(Position before, Position now) {
        long micros = now.atMicros() - before.atMicros();
        return before.timeline().equals(now.timeline()) && micros < MOST_BEHIND.toMillis() * 1_000;
    }

    private final class OnConnection implements Membership {
        private final Node node;
        private final boolean wasAutoCommit;
        private final int patienceBefore;
        private final Statements statements;
        private Position known;

        OnConnection(Node node, Connection connection) throws SQLException {
            this.node = node;
            this.patienceBefore = connection.getNetworkTimeout();
            this.wasAutoCommit = connection.getAutoCommit();
            connection.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
            connection.setAutoCommit(true);
            this.statements = new Statements(connection, Dialect.POSTGRESQL);
            this.known = NodeRows.now(statements);
        }

        @Override
        public void renew(Duration lease) {
            asked(() -> NodeRows.renew(statements, node, lease, known));
        }

        @Override
        public Changes changes() {
            Delta delta = asked(() -> NodeRows.after(statements, known));
            Position before = known;
            known = delta.position();
            return hasMissedNone(before, known) ? new Changes.Since(delta.changes()) : new Changes.Lost();
        }

        private <T> T asked(Question<T> question) {
            try {
                return question.ask();
            } catch (SQLException e) {
                throw diagnosis.exception(e);
            }
        }

        @Override
        public void close() {
            try {
                NodeRows.leave(statements, node);
                // A pool may hand it to the application next, whose questions may take longer.
                statements.connection().setAutoCommit(wasAutoCommit);
                statements.connection().setNetworkTimeout(Runnable::run, patienceBefore);
            } catch (SQLException e) {
                // Then its time passes by itself.
                LOG.log(System.Logger.Level.DEBUG, "a node could not say that it leaves", e);
            }
            try {
                statements.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "a node's connection could not be closed", e);
            }
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }
}
