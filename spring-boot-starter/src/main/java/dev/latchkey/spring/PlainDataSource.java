package dev.latchkey.spring;

import javax.sql.DataSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.util.ClassUtils;

/** What a data source is without one that hands out the connection of a transaction under way. */
final class PlainDataSource {
    private static final boolean KNOWS_PROXIES = ClassUtils.isPresent(
            "org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy",
            PlainDataSource.class.getClassLoader());

    private PlainDataSource() {}

    /** What the application undoes must not undo a counted guess. */
    static DataSource of(DataSource dataSource) {
        return KNOWS_PROXIES ? Unwrapped.of(dataSource) : dataSource;
    }

    /** A class of its own: an application need not have Spring's JDBC. */
    private static final class Unwrapped {
        static DataSource of(DataSource dataSource) {
            DataSource plain = dataSource;
            while (plain instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null) {
                plain = proxy.getTargetDataSource();
            }
            return plain;
        }
    }
}
