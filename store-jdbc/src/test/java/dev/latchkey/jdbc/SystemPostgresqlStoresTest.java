package dev.latchkey.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;

/** On the PostgreSQL of the system's packages, as many have it. */
@Tag("release")
class SystemPostgresqlStoresTest extends JdbcStoresContract {
    @Override
    protected DataSource newDatabase() {
        return SystemPostgresql.newDatabase();
    }
}
