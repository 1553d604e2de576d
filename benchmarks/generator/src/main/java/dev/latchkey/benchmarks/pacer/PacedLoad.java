package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The event loop. Request {@code k} is due at {@code start + k / rate}. When it is due and a connection is free it is sent;
 * when none is free it waits, and that wait is part of its latency. The loop spins, so that it is never asleep when
 * a request falls due; it must have a core for itself.
 *
 * <p>Two figures tell whether the generator, not the server, was the limit: {@code busyNanos} (time in rounds of the
 * loop that sent or received something) and {@code lateness} (how long a request that was due <em>and</em> had a free
 * connection still waited for this loop).
 */
final class PacedLoad {
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    final Histogram lateness = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    long intended;
    long answered;
    long failed;
    long reopened;
    long busyNanos;
    long elapsedNanos;

    private final Options options;
    private final Requests requests;
    private final Selector selector = Selector.open();
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private long now;

    PacedLoad(Options options, Requests requests) throws IOException {
        this.options = options;
        this.requests = requests;
        var server = new InetSocketAddress("127.0.0.1", options.port());
        for (int i = 0; i < options.connections(); i++) {
            connections.add(new Connection(server, selector));
        }
        idle.addAll(connections);
    }

    void run() throws IOException {
        double interval = 1e9 / options.rate();
        long start = System.nanoTime();
        long countFrom = start + options.warmUp().toNanos();
        long stopAt = countFrom + options.duration().toNanos();
        long sent = 0;
        long dueAt = start;
        now = start;
        long busy = 0;

        while (dueAt < stopAt || (idle.size() < options.connections() && now < stopAt + DRAIN_NANOS)) {
            boolean worked = false;
            while (dueAt <= now && dueAt < stopAt && !idle.isEmpty()) {
                send(idle.poll(), dueAt, dueAt >= countFrom);
                sent++;
                dueAt = start + (long) (sent * interval);
                worked = true;
            }
            worked |= selector.selectNow(this::receive) > 0;
            long after = System.nanoTime();
            if (worked && now >= countFrom && now < stopAt) {
                busy += after - now;
            }
            now = after;
            if (now > stopAt + DRAIN_NANOS) {
                break;
            }
        }
        for (; dueAt < stopAt; dueAt = start + (long) (++sent * interval)) {
            countUnanswered(dueAt, dueAt >= countFrom);
        }
        for (Connection connection : connections) {
            countUnanswered(connection.dueAt, connection.awaiting && connection.counted);
        }
        busyNanos = busy;
        elapsedNanos = options.duration().toNanos();
        intended = Math.round(options.rate() * options.duration().toNanos() / 1e9);
        selector.close();
    }

    /** A request without an answer has waited at least until now; left out, the worst would be missing. */
    private void countUnanswered(long dueAt, boolean counted) {
        if (counted) {
            latency.recordValue(now - dueAt);
        }
    }

    private void send(Connection connection, long dueAt, boolean counted) throws IOException {
        if (counted) {
            lateness.recordValue(Math.max(0, System.nanoTime() - Math.max(dueAt, connection.idleSince)));
        }
        connection.dueAt = dueAt;
        connection.counted = counted;
        connection.send(requests.next());
    }

    private void receive(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            int status = connection.read();
            if (status == 0) {
                return;
            }
            long arrivedAt = System.nanoTime();
            connection.idleSince = arrivedAt;
            connection.awaiting = false;
            idle.add(connection);
            if (status < 0) {
                reopened++;
            }
            if (connection.counted) {
                answered += status > 0 ? 1 : 0;
                failed += status == 200 ? 0 : 1;
                latency.recordValue(Math.min(arrivedAt - connection.dueAt, latency.getHighestTrackableValue()));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
