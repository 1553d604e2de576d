package dev.latchkey.jdbc;

import javax.sql.DataSource;

class PostgresqlStoresTest extends JdbcStoresContract {
    @Override
    protected DataSource newDatabase() {
        return Databases.postgresql();
    }
}
