package dev.latchkey.server.faults;

import dev.latchkey.history.Cluster;
import dev.latchkey.history.Node;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.postgresql.SilentRelay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Three servers, each in a process of its own and with a way of its own to a real PostgreSQL, over HTTP. */
final class ServerCluster implements Cluster {
    private static final int NODES = 3;

    private final PostgresqlServer postgresql;
    private final String database;
    private final Path folder;
    private final Duration bound;
    private final List<Served> nodes = new CopyOnWriteArrayList<>();

    ServerCluster(PostgresqlServer postgresql, Path folder, Duration bound) throws IOException, InterruptedException {
        this.postgresql = postgresql;
        this.database = postgresql.database();
        this.folder = folder;
        this.bound = bound;
        // It crashes here, and what it acknowledged is to be there after that.
        postgresql.execute("postgres", "alter database " + database + " set synchronous_commit = on");
        for (int i = 0; i < NODES; i++) {
            nodes.add(start());
        }
        awaitReady();
    }

    /** A process and what is between it and the database. */
    private record Served(ServerProcess process, SilentRelay relay) implements Node {
        @Override
        public Answer ask(String method, String path, String body, String cookies) throws IOException {
            try {
                String[] headers = cookies.isEmpty() ? new String[0] : new String[] {"Cookie", cookies};
                HttpResponse<String> answer = switch (method) {
                    case "GET" -> process.get(path, headers);
                    case "DELETE" -> process.delete(path, headers);
                    default -> process.post(path, body, headers);
                };
                return new Answer(answer.statusCode(), answer.headers().allValues("Set-Cookie"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    private Served start() throws IOException, InterruptedException {
        SilentRelay relay = new SilentRelay(postgresql.port());
        return new Served(
                ServerProcess.start(
                        folder.resolve("unused"),
                        Map.of(),
                        "--store",
                        PostgresqlServer.address(database, relay.port()),
                        "--store-password-file",
                        PostgresqlServer.passwordFile(folder).toString(),
                        "--store-cache-bound",
                        bound.toMillis() + "ms",
                        "--throttle",
                        "off"),
                relay);
    }

    @Override
    public List<Node> nodes() {
        return new ArrayList<>(nodes);
    }

    @Override
    public void inflict(Fault fault, int node, Duration howLong) {
        Served struck = nodes.get(node);
        switch (fault) {
            case CUT -> {
                struck.relay().cut(true);
                pass(howLong);
                struck.relay().cut(false);
            }
            case SILENT -> {
                struck.relay().silent(true);
                pass(howLong);
                struck.relay().silent(false);
            }
            case SLOW -> {
                struck.relay().slow(bound.dividedBy(10));
                pass(howLong);
                struck.relay().slow(Duration.ZERO);
            }
            case PAUSE -> {
                signal("STOP", struck);
                pass(bound.plus(howLong)); // longer than its lease
                signal("CONT", struck);
            }
            case KILL -> replace(node, howLong);
            case DATABASE -> {
                postgresql.crash();
                pass(howLong);
            }
        }
    }

    private void replace(int node, Duration howLong) {
        Served killed = nodes.get(node);
        try {
            killed.process().kill();
            killed.relay().close();
            pass(howLong);
            nodes.set(node, start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void signal(String name, Served to) {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + name, Long.toString(to.process().pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("the process cannot be signalled");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Override
    public void awaitReady() {
        for (Served node : nodes) {
            try {
                node.process().await(node.process()::isReady);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        for (Served node : nodes) {
            try {
                node.process().close();
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                node.relay().close();
            }
        }
    }
}
