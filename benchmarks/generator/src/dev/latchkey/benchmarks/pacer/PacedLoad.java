package dev.latchkey.benchmarks.pacer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The event loop of all streams. It spins, so that it is never asleep when a request falls due; it must have a core for
 * itself. {@code busyNanos}, the time in rounds of the loop that sent or received something, tells with the streams'
 * lateness whether the generator, not the server, was the limit.
 */
final class PacedLoad {
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    final List<Stream> streams = new ArrayList<>();
    long busyNanos;
    long elapsedNanos;

    private final Options options;
    private final Selector selector = Selector.open();

    PacedLoad(Options options) throws IOException {
        this.options = options;
        for (Options.StreamOptions stream : options.streams()) {
            streams.add(new Stream(options.port(), stream, selector));
        }
    }

    void run() throws IOException {
        long now = System.nanoTime();
        long countFrom = now + options.warmUp().toNanos();
        long stopAt = countFrom + options.duration().toNanos();
        for (Stream stream : streams) {
            stream.begin(now, countFrom, stopAt);
        }
        while (isRunning() && now < stopAt + DRAIN_NANOS) {
            boolean worked = false;
            for (Stream stream : streams) {
                worked |= stream.send(now);
            }
            worked |= selector.selectNow(PacedLoad::receive) > 0;
            long after = System.nanoTime();
            if (worked && now >= countFrom && now < stopAt) {
                busyNanos += after - now;
            }
            now = after;
        }
        for (Stream stream : streams) {
            stream.countUnanswered(now);
        }
        elapsedNanos = Math.max(1, Math.min(now, stopAt) - countFrom);
        selector.close();
    }

    private boolean isRunning() {
        for (Stream stream : streams) {
            if (stream.isRunning()) {
                return true;
            }
        }
        return false;
    }

    private static void receive(SelectionKey key) {
        var connection = (Connection) key.attachment();
        try {
            connection.stream.receive(connection);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
