package dev.latchkey.database;

import dev.latchkey.postgresql.PostgresqlServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real PgBouncer before a server of PostgreSQL. */
record Pooler(Process process, int port) implements AutoCloseable {
    /** Starts it with these lines in its configuration, which lies in that folder. */
    static Pooler start(Path folder, PostgresqlServer server, String lines) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Path accounts =
                Files.writeString(folder.resolve("accounts"), "\"latchkey\" \"" + PostgresqlServer.PASSWORD + "\"\n");
        String user = System.getProperty("user.name");
        Path configuration = Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                * = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = trust
                auth_file = %s
                user = %s
                %s
                """.formatted(
                        server.port(), port, accounts, user.equals("root") ? "nobody" : user, lines));
        Process process = new ProcessBuilder("pgbouncer", configuration.toString())
                .redirectErrorStream(true)
                .start();
        awaitReady(process);
        return new Pooler(process, port);
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader log = process.inputReader();
        StringBuilder said = new StringBuilder();
        String line;
        do {
            line = log.readLine();
            if (line == null) {
                throw new AssertionError("PgBouncer does not start: " + said);
            }
            said.append(line).append('\n');
        } while (!line.contains("process up"));
        Thread.ofVirtual().start(() -> log.lines().forEach(later -> {})); // one that is not read stops it
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
