package dev.latchkey.jdbc;

import javax.sql.DataSource;

/** On the PostgreSQL of the system's packages, as many have it. */
class SystemPostgresqlStoresTest extends JdbcStoresContract {
    @Override
    protected DataSource newDatabase() {
        return SystemPostgresql.newDatabase();
    }
}
