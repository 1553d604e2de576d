package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
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
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private long now;

    PacedLoad(Options options, Requests requests) throws IOException {
        this.options = options;
        this.requests = requests;
        var server = new InetSocketAddress("127.0.0.1", options.port());
        for (int i = 0; i < options.connections(); i++) {
            idle.add(new Connection(server, selector));
        }
    }

    void run() throws IOException {
        double interval = 1e9 / options.rate();
        long start = System.nanoTime();
        long countFrom = start + options.warmUp().toNanos();
        long stopAt = countFrom + options.duration().toNanos();
        long sent = 0;
        long dueAt = start;
        now = start;
        long busySince = 0;

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
                busySince += after - now;
            }
            now = after;
            if (now > stopAt + DRAIN_NANOS) {
                break;
            }
        }
        busyNanos = busySince;
        elapsedNanos = options.duration().toNanos();
        intended = Math.round(options.rate() * options.duration().toNanos() / 1e9);
        selector.close();
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
