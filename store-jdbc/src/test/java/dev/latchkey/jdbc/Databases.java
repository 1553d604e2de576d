package dev.latchkey.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Databases to test on. There is one server of PostgreSQL for all tests of a run; it ends with the process. */
final class Databases {
    private static final int CONNECTIONS = 8;
    private static final AtomicInteger NAMES = new AtomicInteger();

    private Databases() {}

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                // Nobody cuts the power here.
                return EmbeddedPostgres.builder()
                        .setLocaleConfig("locale", "C") // whatever there is where the tests run
                        .setServerConfig("fsync", "off")
                        .setServerConfig("full_page_writes", "off")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new and empty database of the server. */
    static DataSource postgresql() {
        String name = "test_" + NAMES.incrementAndGet();
        execute(Server.RUNNING.getPostgresDatabase(), "create database " + name);
        return Server.RUNNING.getDatabase("postgres", name);
    }

    static DataSource h2() {
        return JdbcConnectionPool.create(
                "jdbc:h2:mem:test_" + NAMES.incrementAndGet() + ";DB_CLOSE_DELAY=-1", "sa", "");
    }

    static DataSource sqlite(Path directory) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setBusyTimeout(10_000);
        SQLiteDataSource dataSource = new SQLiteDataSource(config);
        dataSource.setUrl("jdbc:sqlite:" + directory.resolve("test_" + NAMES.incrementAndGet() + ".db"));
        return dataSource;
    }

    /** As applications have it. To be closed. */
    static HikariDataSource pooled(DataSource dataSource) {
        return pooled(dataSource, true);
    }

    static HikariDataSource pooled(DataSource dataSource, boolean autoCommit) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setAutoCommit(autoCommit);
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    static void execute(DataSource dataSource, String... statements) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
