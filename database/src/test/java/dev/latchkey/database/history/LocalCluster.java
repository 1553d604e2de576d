package dev.latchkey.database.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.history.Cluster;
import dev.latchkey.history.Node;
import dev.latchkey.postgresql.PostgresqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Three nodes in this process, each with a way of its own to a real PostgreSQL. */
final class LocalCluster implements Cluster {
    private static final int NODES = 3;

    private final PostgresqlServer postgresql;
    private final String database;
    private final Duration bound;
    private final Mistake mistake;
    private final List<LocalNode> nodes = new CopyOnWriteArrayList<>();

    LocalCluster(PostgresqlServer postgresql, Duration bound, Mistake mistake) {
        this.postgresql = postgresql;
        this.database = postgresql.database();
        // It crashes here, and what it acknowledged is to be there after that.
        postgresql.execute("postgres", "alter database " + database + " set synchronous_commit = on");
        this.bound = bound;
        this.mistake = mistake;
        for (int i = 0; i < NODES; i++) {
            nodes.add(node());
        }
        awaitReady();
    }

    private LocalNode node() {
        return new LocalNode(postgresql.port(), database, bound, mistake);
    }

    @Override
    public List<Node> nodes() {
        return new ArrayList<>(nodes);
    }

    @Override
    public void inflict(Fault fault, int node, Duration howLong) {
        LocalNode struck = nodes.get(node);
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
                struck.paused(true);
                pass(bound.plus(howLong)); // longer than its lease
                struck.paused(false);
            }
            case KILL -> {
                struck.kill();
                pass(howLong);
                nodes.set(node, node());
            }
            case DATABASE -> {
                postgresql.crash();
                pass(howLong);
            }
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
        nodes.forEach(node -> await(node::isReady));
    }

    private static void await(BooleanSupplier condition) {
        long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for long").isLessThan(patience);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        nodes.forEach(LocalNode::close);
    }
}
