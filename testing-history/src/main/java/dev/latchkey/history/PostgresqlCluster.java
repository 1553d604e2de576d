package dev.latchkey.history;

import dev.latchkey.postgresql.PostgresqlServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Three nodes, each with a way of its own to one database of a real PostgreSQL. */
public final class PostgresqlCluster implements Cluster {
    private static final int NODES = 3;
    private static final Duration STEP = Duration.ofSeconds(25);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final PostgresqlServer postgresql;
    private final String database;
    private final Duration bound;
    private final Function<String, Member> begin;
    private final List<Member> members = new CopyOnWriteArrayList<>();

    /**
     * Begins them on a new database.
     *
     * @param bound of their caches
     * @param begin begins one on the database of that name
     */
    public PostgresqlCluster(PostgresqlServer postgresql, Duration bound, Function<String, Member> begin) {
        this.postgresql = postgresql;
        this.database = postgresql.database();
        this.bound = bound;
        this.begin = begin;
        // It crashes here, and what it acknowledged is to be there after that.
        postgresql.execute("postgres", "alter database " + database + " set synchronous_commit = on");
        for (int i = 0; i < NODES; i++) {
            members.add(begin.apply(database));
        }
        awaitReady();
    }

    @Override
    public List<Node> nodes() {
        return List.copyOf(members);
    }

    @Override
    public void inflict(Fault fault, int node, Duration howLong) {
        Member struck = members.get(node);
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
                members.set(node, begin.apply(database));
            }
            case CLOCK -> {
                for (Duration ahead : List.of(STEP, STEP.negated(), Duration.ZERO)) {
                    struck.ahead(ahead);
                    pass(howLong.dividedBy(2));
                }
            }
            case DATABASE -> {
                postgresql.crash();
                pass(howLong);
            }
            case FAILOVER -> {
                postgresql.failOver(bound.dividedBy(2));
                pass(howLong);
            }
        }
    }

    @Override
    public boolean knows(Fault fault) {
        return fault != Fault.FAILOVER || postgresql.hasStandby();
    }

    /** A fault lasts for a time: nothing else says that it is over. */
    private static void pass(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
    }

    @Override
    public void awaitReady() {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        for (Member member : members) {
            while (!member.isReady()) {
                if (System.nanoTime() > patience) {
                    throw new AssertionError("a node is not ready after " + PATIENCE);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Override
    public void close() {
        members.forEach(Member::close);
    }
}
