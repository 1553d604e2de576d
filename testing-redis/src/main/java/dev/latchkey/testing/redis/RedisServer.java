package dev.latchkey.testing.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** A server of Redis, the one that the system's packages bring, on a free port of this machine and in a folder of its own. */
public final class RedisServer implements AutoCloseable {
    private static final String PROGRAM = "redis-server";
    private static final String READY = "Ready to accept connections";
    private static final RedisClient OPERATOR = RedisClient.create();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final List<String> options;
    private int port;
    private Process process;

    private RedisServer(List<String> options) throws IOException {
        this.folder = Files.createTempDirectory("latchkey-redis");
        this.options = options;
        this.port = freePort();
        this.process = run();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    private RedisServer(String name, RedisServer master) throws IOException {
        this.folder = Files.createTempDirectory("latchkey-sentinel");
        this.port = freePort();
        Path file = Files.writeString(
                folder.resolve("sentinel.conf"),
                String.join(
                        "\n",
                        "port " + port,
                        "bind 127.0.0.1",
                        "dir " + folder,
                        "sentinel monitor " + name + " 127.0.0.1 " + master.port() + " 1",
                        "sentinel down-after-milliseconds " + name + " 500",
                        "sentinel failover-timeout " + name + " 5000",
                        ""));
        this.options = List.of();
        this.process = run(List.of(PROGRAM, file.toString(), "--sentinel"), "+monitor master " + name);
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts one that loses nothing it acknowledged, with further options. */
    public static RedisServer start(String... options) {
        try {
            return new RedisServer(List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a sentinel that watches over that one by that name, and is alone to decide. */
    public static RedisServer sentinel(String name, RedisServer master) {
        try {
            return new RedisServer(name, master);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody has, below those that a cluster adds 10,000 to. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = socket.getLocalPort() % 20_000 + 20_000;
                try (ServerSocket here = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                        ServerSocket bus = new ServerSocket(port + 10_000, 1, InetAddress.getLoopbackAddress())) {
                    if (bus.isBound()) {
                        return here.getLocalPort();
                    }
                } catch (IOException e) {
                    // Somebody has it: another.
                }
            }
        }
    }

    private Process run() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                PROGRAM,
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "yes",
                "--appendfsync",
                "always"));
        command.addAll(options);
        return run(command, READY);
    }

    /** Runs that until it says so. */
    private static Process run(List<String> command, String ready) throws IOException {
        Process started;
        try {
            started = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(
                    "these tests run on the Redis that the system has, and there is none\n  do: apt-get install redis-server",
                    e);
        }
        BufferedReader log = started.inputReader();
        StringBuilder said = new StringBuilder();
        String line;
        do {
            line = log.readLine();
            if (line == null) {
                throw new AssertionError("redis-server does not start: " + said);
            }
            said.append(line).append('\n');
        } while (!line.contains(ready));
        Thread.ofPlatform().daemon().start(() -> readToTheEnd(log)); // one that is not read stops the server
        return started;
    }

    private static void readToTheEnd(BufferedReader log) {
        try {
            while (log.readLine() != null) {
                // Nobody wants to know.
            }
        } catch (IOException e) {
            // Then it is over.
        }
    }

    /** Of this machine. */
    public int port() {
        return port;
    }

    /** Its address. */
    public String address() {
        return "redis://127.0.0.1:" + port;
    }

    /** Asks it something as its operator. */
    public <T> T tell(Function<RedisCommands<String, String>, T> question) {
        try (StatefulRedisConnection<String, String> connection =
                OPERATOR.connect(RedisURI.create("127.0.0.1", port))) {
            return question.apply(connection.sync());
        }
    }

    /** Ends it without a word. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again with what it has on disk. */
    public void restart() {
        try {
            process = run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends another and itself, and starts again at the address of the other with what it has on disk. */
    public void takeOver(RedisServer other) {
        other.kill();
        kill();
        port = other.port;
        restart();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("redis-server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // What is left lies in the folder for temporary files.
        }
    }
}
