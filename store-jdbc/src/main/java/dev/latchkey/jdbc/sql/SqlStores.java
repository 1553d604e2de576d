package dev.latchkey.jdbc.sql;

import dev.latchkey.core.Stores;
import dev.latchkey.core.store.Transactions;

/** All stores of one database. */
public final class SqlStores {
    private SqlStores() {}

    /**
     * The stores.
     *
     * @param database what runs their SQL
     * @param transactions what joins them, on the same database
     */
    public static Stores of(Transactor database, Transactions transactions) {
        return new Stores(
                transactions,
                new JdbcSessionStore(database),
                new JdbcRememberMeStore(database),
                new JdbcThrottleStore(database),
                new JdbcUserStore(database),
                new JdbcSecretStore(database),
                new JdbcAuditStore(database));
    }
}
