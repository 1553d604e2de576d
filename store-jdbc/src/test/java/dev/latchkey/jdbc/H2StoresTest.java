package dev.latchkey.jdbc;

import javax.sql.DataSource;

class H2StoresTest extends JdbcStoresContract {
    @Override
    protected DataSource newDatabase() {
        return Databases.h2();
    }
}
