package dev.latchkey.engine;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The open connections: how many there may be in all and of one address, which go when there are too many, and the look
 * at their deadlines that each event loop takes at its own. Thread-safe.
 */
final class Connections {
    /** A loop that did not look for so long does not serve anybody either. */
    private static final long STUCK = TimeUnit.SECONDS.toNanos(10);

    /** Where one must go others will follow: so many of a hundred go at once, that looking for them stays cheap. */
    private static final int PERCENT_SHED = 2;

    private final EngineLimits limits;
    private final Predicate<InetAddress> isExempt;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Object, AtomicInteger> shares = new ConcurrentHashMap<>();
    private final Map<EventLoop, Loop> loops = new ConcurrentHashMap<>();
    private volatile boolean draining;

    Connections(EngineLimits limits, Predicate<InetAddress> isExempt) {
        this.limits = limits;
        this.isExempt = isExempt;
    }

    /** What one event loop looks after. */
    private static final class Loop {
        private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
        private volatile long lookedAt = System.nanoTime();
        private volatile @Nullable Future<?> looking;

        boolean isAlive(long now) {
            Future<?> task = looking;
            return task != null && !task.isDone() && now - lookedAt < STUCK;
        }
    }

    /** From now on each of these looks at its connections, four times within the shortest deadline. */
    void watch(Iterable<EventExecutor> executors) {
        long shortest =
                List.of(limits.head(), limits.idle(), limits.bodyGrace(), limits.bodyTotal(), limits.write()).stream()
                        .mapToLong(Duration::toNanos)
                        .min()
                        .orElseThrow();
        long period = Math.clamp(shortest / 4, TimeUnit.MILLISECONDS.toNanos(10), TimeUnit.MILLISECONDS.toNanos(500));
        for (EventExecutor executor : executors) {
            Loop loop = new Loop();
            loops.put((EventLoop) executor, loop);
            loop.looking = executor.scheduleWithFixedDelay(() -> look(loop), period, period, TimeUnit.NANOSECONDS);
        }
    }

    /** A look at all of them as if that much more time had passed. */
    void look(Duration later) {
        long then = System.nanoTime() + later.toNanos();
        loops.forEach(
                (executor, loop) -> executor.submit(() -> look(loop, then)).syncUninterruptibly());
    }

    private void look(Loop loop) {
        loop.lookedAt = System.nanoTime();
        look(loop, loop.lookedAt);
    }

    private void look(Loop loop, long now) {
        for (Connection connection : loop.connections) {
            try {
                connection.check(limits, now);
            } catch (RuntimeException e) { // the others are to be looked at all the same
                connection.abort();
            }
        }
    }

    /** Whether every loop still looks, and that much later will not have been missed for long. */
    boolean isAlive(Duration later) {
        long now = System.nanoTime() + later.toNanos();
        return loops.values().stream().allMatch(loop -> loop.isAlive(now));
    }

    /** Takes a connection in, on its loop; empty, and nothing taken, when nobody can go for it. */
    @Nullable
    Connection admit(Channel channel) {
        InetAddress peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        Object share = isExempt.test(peer) ? null : share(peer);
        boolean hasItsShare = share != null && count(share) >= limits.maxPerAddress();
        boolean isFull = hasItsShare || open.get() >= limits.maxConnections();
        int of = hasItsShare ? limits.maxPerAddress() : limits.maxConnections();
        if (draining || (isFull && !shed(hasItsShare ? share : null, of))) {
            return null;
        }
        open.incrementAndGet();
        if (share != null) {
            shares.computeIfAbsent(share, key -> new AtomicInteger()).incrementAndGet();
        }
        Connection connection = new Connection(channel, share);
        Set<Connection> others = loop(channel).connections;
        others.add(connection);
        channel.closeFuture().addListener(closed -> {
            others.remove(connection);
            open.decrementAndGet();
            if (share != null) {
                shares.computeIfPresent(share, (key, count) -> count.decrementAndGet() == 0 ? null : count);
            }
        });
        return connection;
    }

    private Loop loop(Channel channel) {
        Loop loop = loops.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a loop that nobody watches");
        }
        return loop;
    }

    private int count(Object share) {
        AtomicInteger count = shares.get(share);
        return count == null ? 0 : count.get();
    }

    /** Who has one address of a /64 has them all. */
    private static Object share(InetAddress peer) {
        return peer instanceof Inet6Address ? List.of(Arrays.toString(Arrays.copyOf(peer.getAddress(), 8))) : peer;
    }

    /** Closes those that wait for their peers longest, of that share or of all; {@code false} when none waits. */
    private boolean shed(@Nullable Object share, int of) {
        List<Waiting> waiting = new ArrayList<>();
        for (Connection connection : all()) {
            long since = connection.waitingSince();
            if (since != Connection.WORKING && (share == null || share.equals(connection.share()))) {
                waiting.add(new Waiting(connection, since));
            }
        }
        waiting.sort(Comparator.comparingLong(Waiting::since));
        waiting.stream().limit(Math.max(1, of * PERCENT_SHED / 100)).forEach(longest -> {
            longest.connection().waitingSince(Connection.WORKING); // nobody else is to close it for another one
            Channel channel = longest.connection().channel();
            channel.eventLoop().execute(longest.connection()::abort);
        });
        return !waiting.isEmpty();
    }

    private record Waiting(Connection connection, long since) {}

    private List<Connection> all() {
        List<Connection> all = new ArrayList<>(open.get());
        loops.values().forEach(loop -> all.addAll(loop.connections));
        return all;
    }

    int open() {
        return open.get();
    }

    boolean isDraining() {
        return draining;
    }

    /** Nobody comes in any more, and who is here goes when what was read is answered. */
    void drain() {
        draining = true;
        all().forEach(connection -> connection.channel().eventLoop().execute(connection::drain));
    }

    /** Waits until all are gone, but no longer. */
    void awaitEmpty(Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        for (Connection connection : all()) {
            connection.channel().closeFuture().awaitUninterruptibly(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    /** Ends what is left. */
    void abort() {
        all().forEach(connection -> connection.channel().eventLoop().execute(connection::abort));
    }
}
