package dev.latchkey.jdbc;

import com.zaxxer.hikari.util.DriverDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * The PostgreSQL that the system's packages bring, which is older than the newest. One server for all tests of a run; it
 * ends with the process.
 */
final class SystemPostgresql {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
    private static final String READY = "database system is ready to accept connections";

    /** The server refuses to run as root; its package brings this user. */
    private static final String USER = "postgres";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private SystemPostgresql() {}

    private static final class Server {
        static final int PORT = start(Map.of());
    }

    /** A new and empty database of the server. */
    static DataSource newDatabase() {
        String name = "test_" + NAMES.incrementAndGet();
        Databases.execute(database(Server.PORT, USER), "create database " + name);
        return database(Server.PORT, name);
    }

    /** The database of another server, whose processes have these variables. */
    static DataSource ofItsOwn(Map<String, String> environment) {
        return database(start(environment), USER);
    }

    private static DataSource database(int port, String name) {
        return new DriverDataSource(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name, null, new Properties(), USER, null);
    }

    private static int start(Map<String, String> environment) {
        Path programs = programs();
        try {
            Path folder = Files.createTempDirectory("latchkey-postgresql");
            if (isRoot()) {
                Files.setOwner(
                        folder,
                        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
            }
            String data = folder.resolve("data").toString();
            Process initdb = run(
                    Map.of(),
                    programs.resolve("initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + USER,
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync");
            String said = new String(initdb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (initdb.waitFor() != 0) {
                throw new AssertionError("initdb of " + programs + " failed: " + said);
            }
            int port = freePort();
            // Nobody cuts the power here.
            Process server = run(
                    environment,
                    programs.resolve("postgres").toString(),
                    "-D" + data,
                    "-p" + port,
                    "-clisten_addresses=127.0.0.1",
                    "-cunix_socket_directories=",
                    "-cfsync=off",
                    "-cfull_page_writes=off",
                    "-cmax_connections=100");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
            awaitReady(server);
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The newest that is there. */
    private static Path programs() {
        try (Stream<Path> versions = Files.isDirectory(VERSIONS) ? Files.list(VERSIONS) : Stream.empty()) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new AssertionError(
                            "these tests run on the PostgreSQL that the system has, and there is none\n  found: no "
                                    + VERSIONS + "/*/bin/initdb\n  do:    apt-get install postgresql"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Process run(Map<String, String> environment, String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        whole.addAll(List.of(command));
        ProcessBuilder process = new ProcessBuilder(whole)
                .directory(Path.of("/").toFile()) // one that this user may enter
                .redirectErrorStream(true);
        process.environment().putAll(environment);
        return process.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process server) throws IOException {
        BufferedReader log = server.inputReader();
        StringBuilder said = new StringBuilder();
        String line;
        do {
            line = log.readLine();
            if (line == null) {
                throw new AssertionError("the system's PostgreSQL does not start: " + said);
            }
            said.append(line).append('\n');
        } while (!line.contains(READY));
        Thread.ofVirtual().start(() -> log.lines().forEach(later -> {})); // one that is not read stops the server
    }

    /** At once, whoever is connected; nothing of it is wanted any more. */
    private static void end(Process server, Path folder) {
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid()))
                    .start()
                    .waitFor();
            server.waitFor();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The process ends; what is left lies in the folder for temporary files.
        }
    }
}
