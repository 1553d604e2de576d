package dev.latchkey.postgresql;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A copy of a server of PostgreSQL that follows another one, until it is promoted. */
final class Standby {
    /** By which the one before knows that a commit has arrived here. */
    static final String NAME = "next";

    private static final Set<String> OF_THE_PROCESS = Set.of("postmaster.pid", "postmaster.opts");

    private final Path data;
    private final int port;

    private Standby(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** Copies a server's files, which are in use: what {@code pg_backup_stop} says has to be added. */
    static Standby of(Path original) throws IOException {
        Path data = Files.createTempDirectory("latchkey-standby-");
        copy(original, data);
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Standby(data, free.getLocalPort());
        }
    }

    int port() {
        return port;
    }

    /** Starts it behind that port. */
    void follow(int upstream, String backupLabel, Path programs) throws IOException {
        Files.writeString(data.resolve("backup_label"), backupLabel);
        Files.createFile(data.resolve("standby.signal"));
        Files.writeString(
                data.resolve("postgresql.auto.conf"),
                "primary_conninfo = 'host=localhost port=" + upstream + " user=postgres application_name=" + NAME
                        + "'\n" + "synchronous_standby_names = ''\n",
                StandardOpenOption.APPEND);
        List<String> command = new ArrayList<>();
        // It refuses to run as root, for whom it takes whoever is root outside of a namespace alone.
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString(), "-p", "" + port));
        for (String setting : List.of(
                "listen_addresses=localhost",
                "unix_socket_directories=",
                "max_connections=300",
                "fsync=off",
                "full_page_writes=off")) {
            command.addAll(List.of("-c", setting));
        }
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("log").toFile())
                .start();
    }

    /** Ends a server and all that belongs to it, as a machine that is gone does. */
    static void kill(Path data) throws IOException {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
                .ifPresent(server -> {
                    List<ProcessHandle> all = server.descendants().toList();
                    server.destroyForcibly();
                    all.forEach(ProcessHandle::destroyForcibly);
                    server.onExit().join();
                });
    }

    /** Ends it, and removes its files. */
    void remove() throws IOException {
        kill(data);
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    void kill() throws IOException {
        kill(data);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copied = to.resolve(from.relativize(folder).toString());
                if (!copied.equals(to)) {
                    Files.createDirectory(copied);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!OF_THE_PROCESS.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file).toString()));
                    } catch (NoSuchFileException e) {
                        // It was for a moment only.
                    }
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
