package dev.latchkey.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real server of PostgreSQL on a free port of this machine, where accounts other than its own need a password. */
public final class PostgresqlServer implements AutoCloseable {
    /** Of the account that {@link #address} names. */
    public static final String PASSWORD = "swordfish-of-the-database";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final EmbeddedPostgres server;

    /** Starts it. */
    public PostgresqlServer() {
        try {
            // Nobody cuts the power here.
            server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C") // whatever there is where the tests run
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
            execute("postgres", "create role latchkey login password '" + PASSWORD + "'");
            Files.writeString(Path.of(text("show hba_file")), """
                    host all postgres all trust
                    host all all all scram-sha-256
                    """);
            execute("postgres", "select pg_reload_conf()");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    /** Makes an empty database that the account owns, and tells its name. */
    public String database() {
        String name = "test_" + NAMES.incrementAndGet();
        execute("postgres", "create database " + name + " owner latchkey");
        return name;
    }

    /** As a setting writes it. */
    public String address(String database) {
        return address(database, port());
    }

    /** The same by way of another port. */
    public static String address(String database, int port) {
        return "postgresql://latchkey@localhost:" + port + "/" + database;
    }

    /** A file with the account's password. */
    public static Path passwordFile(Path folder) {
        try {
            return Files.writeString(folder.resolve("database-password"), PASSWORD + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Does that, as whoever runs the server. */
    public void execute(String database, String... statements) {
        try (Connection connection = server.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Has it crash, as one of its processes that is killed makes it: all connections end, and it recovers by itself. */
    public void crash() {
        long backend =
                Long.parseLong(text("select pid from pg_stat_activity where backend_type = 'background writer'"));
        ProcessHandle.of(backend).orElseThrow().destroyForcibly();
    }

    private String text(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
