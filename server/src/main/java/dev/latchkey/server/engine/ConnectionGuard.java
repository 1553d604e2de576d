package dev.latchkey.server.engine;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Knows every accepted socket of every listener, from the accept on; bounds their number; one watchdog thread ends
 * those whose deadline passed. Timers per connection would cost more than a walk over all of them ten times a second,
 * and Helidon's own idle timer sees no connection before its first request.
 */
final class ConnectionGuard implements AutoCloseable {
    private static final long TICK_NANOS = Duration.ofMillis(100).toNanos();

    private final EngineLimits limits;
    private final ConcurrentHashMap<Key, GuardedConnection> connections = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger exchanges = new AtomicInteger();
    private final Thread watchdog;
    private volatile long now = System.nanoTime();
    private volatile boolean draining;
    private volatile boolean closed;

    /** Unique among the open connections of a machine. */
    record Key(SocketAddress local, SocketAddress remote) {}

    ConnectionGuard(EngineLimits limits) {
        this.limits = limits;
        this.watchdog = Thread.ofPlatform().daemon().name("http-watchdog").start(this::watch);
    }

    EngineLimits limits() {
        return limits;
    }

    /** {@link System#nanoTime()}, at most a tick old: cheap enough for every read. */
    long now() {
        return now;
    }

    /** On a listener's thread, right after the accept; {@code false} when the socket must be closed unserved. */
    boolean accepted(SocketChannel channel) throws IOException {
        Key key = new Key(channel.getLocalAddress(), channel.getRemoteAddress());
        if (open.incrementAndGet() > limits.maxConnections() || draining) {
            open.decrementAndGet();
            return false;
        }
        connections.put(key, new GuardedConnection(this, key, channel));
        return true;
    }

    /** What {@link #accepted} made of a connection; null when it is gone. */
    @Nullable
    GuardedConnection find(SocketAddress local, SocketAddress remote) {
        return connections.get(new Key(local, remote));
    }

    /** A connection was served to its end; called once. Its socket may still be closing. */
    void finished() {
        open.decrementAndGet();
    }

    void forget(GuardedConnection connection) {
        connections.remove(connection.key(), connection);
    }

    void exchangeStarts() {
        exchanges.incrementAndGet();
    }

    void exchangeEnds() {
        if (exchanges.decrementAndGet() == 0 && draining) {
            signal();
        }
    }

    boolean isDraining() {
        return draining;
    }

    /** How many connections are open. */
    int open() {
        return open.get();
    }

    /** From now on connections are refused, idle ones end, and others end with their next answer. */
    void drain() {
        draining = true;
        LockSupport.unpark(watchdog);
    }

    /** Waits until no request is being answered; returns after that time anyway. */
    void awaitQuiet(Duration atMost) {
        await(atMost, exchanges);
    }

    /** Waits until no connection is open; returns after that time anyway. */
    void awaitEmpty(Duration atMost) {
        await(atMost, open);
    }

    private synchronized void await(Duration atMost, AtomicInteger count) {
        long end = System.nanoTime() + atMost.toNanos();
        long left = atMost.toMillis();
        try {
            while (count.get() > 0 && left > 0) {
                wait(Math.min(left, Duration.ofNanos(TICK_NANOS).toMillis()));
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void signal() {
        notifyAll();
    }

    private void watch() {
        while (!closed) {
            LockSupport.parkNanos(TICK_NANOS);
            long time = System.nanoTime();
            now = time;
            connections.values().forEach(connection -> connection.check(time));
        }
    }

    static void closeQuietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // there is nothing left to do for this socket
        }
    }

    /** Ends what is still open, answered or not. */
    @Override
    public void close() {
        drain();
        connections.values().forEach(GuardedConnection::cut);
        closed = true;
        LockSupport.unpark(watchdog);
    }
}
