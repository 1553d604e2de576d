package dev.latchkey.jdbc;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.schema.SchemaHistory;
import dev.latchkey.jdbc.schema.SchemaScript;
import dev.latchkey.jdbc.sql.Words;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes the tables, or looks whether they are there. */
final class Tables {
    private final Connection connection;
    private final Dialect dialect;
    private final SqlDiagnosis diagnosis;

    Tables(Connection connection, Dialect dialect, SqlDiagnosis diagnosis) {
        this.connection = connection;
        this.dialect = dialect;
        this.diagnosis = diagnosis;
    }

    void make(Schema schema) throws SQLException {
        switch (schema) {
            case MIGRATE -> {
                // H2 mixes up two who make the same table at once, and mostly both are in this process.
                synchronized (Tables.class) {
                    migrate();
                }
            }
            case VALIDATE -> validate();
            case NONE -> {}
        }
    }

    /** All of it or nothing, where the database can do that. H2 cannot; its scripts can be repeated. */
    private void migrate() throws SQLException {
        if (SchemaHistory.of(connection).isUpToDate(dialect)) {
            return;
        }
        boolean isAutoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(Words.of(dialect).lockTables());
            SchemaHistory found = SchemaHistory.of(connection);
            if (!found.isUpToDate(dialect)) {
                for (SchemaScript script : dialect.scriptsAfter(found.version())) {
                    for (String sql : script.statements()) {
                        statement.execute(sql);
                    }
                }
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(isAutoCommit);
        }
    }

    private void validate() throws SQLException {
        SchemaHistory found = SchemaHistory.of(connection);
        if (!found.isUpToDate(dialect)) {
            String reason = found.version() == 0
                    ? "Latchkey's tables are not in it"
                    : "its tables are of version " + found.version() + ", and this release needs " + dialect.version();
            throw new StoreUnavailableException(
                    new StoreFailure(
                            Cause.MISSING_TABLE,
                            "database",
                            diagnosis.where(),
                            reason,
                            "run what latchkey schema --dialect " + dialect.label()
                                    + (found.version() == 0 ? "" : " --after " + found.version())
                                    + " prints, or let the tables be made with schema = migrate"),
                    new SQLException("the tables are not those of this release"));
        }
    }
}
