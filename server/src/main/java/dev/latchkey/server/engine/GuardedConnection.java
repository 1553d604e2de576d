package dev.latchkey.server.engine;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its deadlines: every read and write of the engine goes through it, and it can be ended from
 * outside. A read that runs out of time ends by {@code shutdownInput}, which leaves the socket able to carry a 408; a
 * write or a TLS handshake that does closes the socket, because nothing can be said any more, or yet.
 */
final class GuardedConnection {
    /** The slowest reader of an answer that is waited for. */
    private static final long MIN_BYTES_PER_SECOND = 4096;

    /** How long a connection that must end may take to do so in good order. */
    static final Duration FAREWELL = Duration.ofSeconds(1);

    /**
     * How many times the time for a head a TLS handshake may take. Most of it is our own work: where many come at once to
     * a busy machine, each waits for the others, and that is not its peer's fault.
     */
    private static final int HEADS_PER_HANDSHAKE = 3;

    private static final long NONE = Long.MAX_VALUE;

    private final ConnectionGuard guard;
    private final ConnectionGuard.Key key;
    private final SocketChannel channel;
    private final ReadDeadline readDeadline;
    private final BodyWaits bodyWaits = new BodyWaits();
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile Pace pace;
    private volatile boolean multiplexed;
    private volatile boolean served;
    private volatile long writeDeadline = NONE;
    private volatile long farewellDeadline = NONE;
    private volatile @Nullable Thread thread;

    GuardedConnection(ConnectionGuard guard, ConnectionGuard.Key key, SocketChannel channel) {
        this.guard = guard;
        this.key = key;
        this.channel = channel;
        long now = System.nanoTime();
        this.pace = new Http1Pace(guard.limits(), now);
        this.readDeadline = new ReadDeadline(
                now + HEADS_PER_HANDSHAKE * guard.limits().head().toNanos());
    }

    ConnectionGuard.Key key() {
        return key;
    }

    InetAddress peerAddress() {
        return ((InetSocketAddress) key.remote()).getAddress();
    }

    /** The calling thread serves this connection from now on; the time for the first head begins. */
    void served() {
        pace = new Http1Pace(guard.limits(), System.nanoTime());
        served = true;
        thread = Thread.currentThread();
    }

    /** It turned out to be HTTP/2. */
    void multiplexed() {
        multiplexed = true;
        pace = new Http2Pace(guard.limits(), readDeadline, guard.now());
    }

    boolean isMultiplexed() {
        return multiplexed;
    }

    boolean isDraining() {
        return guard.isDraining();
    }

    void exchangeStarts() {
        guard.exchangeStarts();
        pace.exchangeStarts(guard.now());
    }

    void exchangeEnds() {
        pace.exchangeEnds(guard.now());
        guard.exchangeEnds();
    }

    /** Until when a body whose reading begins now may take. */
    long bodyDeadline() {
        return guard.now() + guard.limits().bodyTotal().toNanos();
    }

    /** The calling thread begins to wait for the body of an HTTP/2 request. */
    BodyWait awaitBody(long deadline) {
        return bodyWaits.begin(deadline);
    }

    /** The wait of the calling thread; null when it does not wait for a body. */
    @Nullable
    BodyWait currentBodyWait() {
        return multiplexed ? bodyWaits.current() : null;
    }

    /**
     * Reads what comes next.
     *
     * @throws RequestException with 408 when the peer was too slow in the middle of a request
     * @throws CloseConnectionException when it closed the connection, or was too slow to begin
     */
    byte[] read(HelidonSocket socket, DataReader reader) {
        if (!readDeadline.arm(pace.deadline(guard.now(), reader)) || (guard.isDraining() && pace.isIdle())) {
            throw new CloseConnectionException("timed out");
        }
        byte @Nullable [] bytes;
        try {
            bytes = socket.get();
        } catch (UncheckedIOException e) {
            bytes = null;
            if (!readDeadline.isExpired()) {
                throw new ServerConnectionException("cannot read", e);
            }
        }
        if (!readDeadline.disarm()) {
            if (multiplexed || pace.isIdle()) {
                throw new CloseConnectionException("timed out");
            }
            throw RequestException.builder()
                    .type(DirectHandler.EventType.OTHER)
                    .status(Status.REQUEST_TIMEOUT_408)
                    .setKeepAlive(false)
                    .message("timed out")
                    .build();
        }
        if (bytes == null) {
            // Helidon takes an end in the middle of a head for a failure of its own, and logs it.
            throw new CloseConnectionException("closed by the peer");
        }
        pace.received(bytes.length, guard.now());
        return bytes;
    }

    void writeStarts(long bytes) {
        writeDeadline = guard.now()
                + guard.limits().write().toNanos()
                + Duration.ofSeconds(bytes).toNanos() / MIN_BYTES_PER_SECOND;
    }

    void writeEnds() {
        writeDeadline = NONE;
    }

    /** On the watchdog's thread. */
    void check(long now) {
        if (!channel.isOpen()) {
            finished();
            guard.forget(this);
            return;
        }
        boolean late = readDeadline.expireIfOver(now);
        if (late || (guard.isDraining() && readDeadline.isUnderWay() && pace.isIdle() && readDeadline.expireNow())) {
            endRead();
        }
        if (isOver(writeDeadline, now)) {
            ConnectionGuard.closeQuietly(channel);
        }
        if (isOver(farewellDeadline, now)) {
            cut();
        }
        bodyWaits.expireOver(now);
    }

    private static boolean isOver(long deadline, long now) {
        return deadline != NONE && deadline - now < 0;
    }

    private void endRead() {
        if (!served) {
            // Java would take the end of its input for a failed handshake and tell the peer so, who is told not to
            // retry.
            ConnectionGuard.closeQuietly(channel);
            return;
        }
        try {
            channel.shutdownInput();
        } catch (IOException e) {
            ConnectionGuard.closeQuietly(channel);
        }
    }

    /** It ends soon, in whatever state; until then it is served, so that answers just written arrive. */
    void dismiss() {
        if (farewellDeadline == NONE) { // the first one counts, or it could be put off for ever
            farewellDeadline = System.nanoTime() + FAREWELL.toNanos();
        }
    }

    /** Ends it at once. */
    void cut() {
        ConnectionGuard.closeQuietly(channel);
        bodyWaits.end();
        Thread serving = thread;
        if (serving != null) {
            serving.interrupt();
        }
    }

    /** Sends the end of the last answer and waits for the peer's own, so that no TCP reset overtakes the answer. */
    void linger() {
        if (channel.isOpen() && readDeadline.arm(guard.now() + FAREWELL.toNanos())) {
            LingeringClose.linger(channel);
            readDeadline.disarm();
        }
    }

    /** It was served to its end. TLS has a farewell of its own to send; the watchdog closes what does not close. */
    void finished() {
        if (finished.compareAndSet(false, true)) {
            thread = null;
            bodyWaits.end();
            guard.finished();
            farewellDeadline = System.nanoTime() + FAREWELL.toNanos();
        }
    }
}
