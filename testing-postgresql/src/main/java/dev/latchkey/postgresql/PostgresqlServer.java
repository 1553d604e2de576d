package dev.latchkey.postgresql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A real server of PostgreSQL on a free port of this machine, where accounts other than its own need a password. */
public final class PostgresqlServer implements AutoCloseable {
    /** Of the account that {@link #address} names. */
    public static final String PASSWORD = "swordfish-of-the-database";

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedPostgres first;
    private final Path data;
    private final List<Standby> standbys = new ArrayList<>();
    private volatile int port;
    private boolean waits = true;
    private int failovers;

    /** Starts it. */
    public PostgresqlServer() {
        this(0);
    }

    /** Starts it, and so many standbys, each behind the one before: a commit waits for the next of them. */
    public PostgresqlServer(int standbys) {
        try {
            // Nobody cuts the power here.
            first = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C") // whatever there is where the tests run
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
            port = first.getPort();
            data = Path.of(text("show data_directory"));
            execute("postgres", "create role latchkey login password '" + PASSWORD + "'");
            Files.writeString(Path.of(text("show hba_file")), """
                    host all,replication postgres all trust
                    host all all all scram-sha-256
                    """);
            execute("postgres", "select pg_reload_conf()");
            follow(standbys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow(int count) throws IOException {
        if (count == 0) {
            return;
        }
        String label;
        try (Connection connection = connection(port, "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_backup_start('standbys', true)");
            for (int i = 0; i < count; i++) {
                standbys.add(Standby.of(data));
            }
            label = text(statement, "select labelfile from pg_backup_stop(false)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        Path programs = Path.of(text("select setting from pg_config where name = 'BINDIR'"));
        int upstream = port;
        for (Standby standby : standbys) {
            standby.follow(upstream, label, programs);
            awaitFollower(upstream);
            upstream = standby.port();
        }
        waitForTheNext();
    }

    private static void awaitFollower(int upstream) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Connection connection = connection(upstream, "postgres");
                    Statement statement = connection.createStatement()) {
                if (text(statement, "select count(*) from pg_stat_replication where state = 'streaming'")
                        .equals("1")) {
                    return;
                }
            } catch (SQLException e) {
                // Not yet.
                if (System.nanoTime() > patience) {
                    throw new AssertionError("no standby follows " + upstream, e);
                }
            }
            if (System.nanoTime() > patience) {
                throw new AssertionError("no standby follows " + upstream);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** From now on a commit is answered before any standby has it: what a database does of itself. */
    public void waitForNobody() {
        waits = false;
        waitForTheNext();
    }

    /** From now on a commit is answered when it is at the next standby too, as long as there is one. */
    private void waitForTheNext() {
        String names = waits && hasStandby() ? Standby.NAME : "";
        execute("postgres", "alter system set synchronous_standby_names = '" + names + "'", "select pg_reload_conf()");
    }

    /** Where it listens: the one that takes writes. */
    public int port() {
        return port;
    }

    /** Whether another one could take its place. */
    public boolean hasStandby() {
        return failovers < standbys.size();
    }

    /**
     * Ends the one that takes writes, as a machine that is gone does, and has the next take its place, which was so late by
     * then.
     */
    public void failOver(Duration late) {
        try {
            // It sends nothing any more, to the end.
            String sender = text("select pid from pg_stat_replication");
            new ProcessBuilder("kill", "-STOP", sender).start().onExit().join();
            LockSupport.parkNanos(late.toNanos());
            if (failovers == 0) {
                Standby.kill(data);
            } else {
                standbys.get(failovers - 1).kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Standby next = standbys.get(failovers++);
        try (Connection connection = connection(next.port(), "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_promote()");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        port = next.port();
        waitForTheNext();
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
        try (Connection connection = connection(port, database);
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

    private static Connection connection(int port, String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/" + database, "postgres", "");
    }

    private String text(String sql) {
        try (Connection connection = connection(port, "postgres");
                Statement statement = connection.createStatement()) {
            return text(statement, sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() {
        try {
            for (Standby standby : standbys.reversed()) {
                standby.remove();
            }
            first.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
