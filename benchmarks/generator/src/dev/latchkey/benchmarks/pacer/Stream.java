package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Requests of one kind on connections of their own. Request {@code k} is due at {@code start + k / rate}. When it is due
 * and a connection is free it is sent; when none is free it waits, and that wait is part of its latency.
 *
 * <p>{@code lateness}: how long a request that was due <em>and</em> had a free connection still waited for the loop.
 */
final class Stream {
    final Options.StreamOptions options;
    final Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    final Histogram lateness = new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
    final Map<Integer, Long> statuses = new TreeMap<>();
    long answered;
    long reopened;

    private final Requests requests;
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final double interval;
    private long start;
    private long countFrom;
    private long stopAt;
    private long sent;
    private long dueAt;

    Stream(int port, Options.StreamOptions options, Selector selector) throws IOException {
        this.options = options;
        this.requests = Requests.of(port, options);
        this.interval = 1e9 / options.rate();
        var server = new InetSocketAddress("127.0.0.1", port);
        for (int i = 0; i < options.connections(); i++) {
            connections.add(new Connection(this, server, selector));
        }
        idle.addAll(connections);
    }

    void begin(long startAt, long countFrom, long stopAt) {
        this.start = startAt;
        this.dueAt = startAt;
        this.countFrom = countFrom;
        this.stopAt = stopAt;
    }

    /** Sends what is due. True when there was something. */
    boolean send(long now) throws IOException {
        boolean sentAny = false;
        while (isSending() && dueAt <= now && !idle.isEmpty()) {
            send(idle.poll(), dueAt);
            dueAt = start + (long) (++sent * interval);
            sentAny = true;
        }
        return sentAny;
    }

    private boolean isSending() {
        return dueAt < stopAt;
    }

    private void send(Connection connection, long due) throws IOException {
        boolean counted = due >= countFrom;
        if (counted) {
            lateness.recordValue(Math.max(0, System.nanoTime() - Math.max(due, connection.idleSince)));
        }
        connection.dueAt = due;
        connection.counted = counted;
        connection.send(requests.next());
    }

    /** Whether something is still to be sent or waited for. */
    boolean isRunning() {
        return isSending() || idle.size() < connections.size();
    }

    void receive(Connection connection) throws IOException {
        int status = connection.read();
        if (status == 0) {
            return;
        }
        long arrivedAt = System.nanoTime();
        connection.idleSince = arrivedAt;
        if (status < 0) {
            reopened++;
        }
        // A server may close a connection that waits; only one that owes an answer becomes free again.
        if (!connection.awaiting) {
            return;
        }
        connection.awaiting = false;
        idle.add(connection);
        if (connection.counted) {
            answered += status > 0 ? 1 : 0;
            statuses.merge(status, 1L, Long::sum);
            latency.recordValue(Math.min(arrivedAt - connection.dueAt, latency.getHighestTrackableValue()));
        }
    }

    /** A request without an answer has waited at least until now; left out, the worst would be missing. */
    void countUnanswered(long now) {
        for (; isSending(); dueAt = start + (long) (++sent * interval)) {
            countUnanswered(now, dueAt, dueAt >= countFrom);
        }
        for (Connection connection : connections) {
            countUnanswered(now, connection.dueAt, connection.awaiting && connection.counted);
        }
    }

    private void countUnanswered(long now, long due, boolean counted) {
        if (counted) {
            statuses.merge(0, 1L, Long::sum);
            latency.recordValue(Math.max(0, now - due));
        }
    }
}
