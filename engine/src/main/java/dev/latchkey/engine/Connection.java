package dev.latchkey.engine;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection as its {@link Connections} know it: what it speaks now, since when it waits for its peer, and whether its
 * peer takes what is written. Used on its event loop, but for {@link #waitingSince()}.
 */
final class Connection {
    /** The slowest reader of an answer that is waited for. */
    static final long MIN_BYTES_PER_SECOND = 4096;

    private static final System.Logger LOG = System.getLogger("latchkey.http");

    /** It does not wait for its peer: an answer is being made. */
    static final long WORKING = Long.MAX_VALUE;

    /** What a connection speaks: first TLS perhaps, then HTTP/1.1 or HTTP/2. */
    interface Protocol {
        /** Ends what takes too long. */
        void check(long now);

        /** Answers what was read and then ends. */
        void drain();
    }

    private final Channel channel;
    private final InetAddress peer;
    private final @Nullable Object share;
    private Protocol protocol;
    private volatile long waitingSince = System.nanoTime();
    private @Nullable ChannelPromise mark;
    private long markDeadline;

    Connection(Channel channel, @Nullable Object share) {
        this.channel = channel;
        this.peer = ((InetSocketAddress) channel.remoteAddress()).getAddress();
        this.share = share;
        this.protocol = new Silent(this);
    }

    /** Nothing came yet, or only a part of a handshake. */
    private record Silent(Connection connection) implements Protocol {
        @Override
        public void check(long now) {}

        @Override
        public void drain() {
            connection.abort();
        }
    }

    Channel channel() {
        return channel;
    }

    InetAddress peer() {
        return peer;
    }

    /** What it counts towards; null when its peer may have as many as it likes. */
    @Nullable
    Object share() {
        return share;
    }

    void speaks(Protocol now) {
        protocol = now;
    }

    void drain() {
        protocol.drain();
    }

    /** Since when it waits for its peer, or {@link #WORKING}. */
    long waitingSince() {
        return waitingSince;
    }

    void waitingSince(long nanoTime) {
        waitingSince = nanoTime;
    }

    void check(EngineLimits limits, long now) {
        if (isWriteOverdue(limits, now)) {
            abort();
        } else {
            protocol.check(now);
        }
    }

    /**
     * What was on its way at one look must have left by the deadline of that look; what came after it has the next. A mark
     * of no bytes is put behind it and leaves when all before it have: how much is on its way cannot be told from outside,
     * least of all where the kernel writes by itself.
     */
    private boolean isWriteOverdue(EngineLimits limits, long now) {
        ChannelPromise before = mark;
        if (before != null && !before.isDone()) {
            return now - markDeadline > 0;
        }
        var pending = channel.unsafe().outboundBuffer();
        long left = pending == null ? 0 : pending.totalPendingWriteBytes();
        if (left == 0 && pending != null && !pending.isEmpty()) {
            left = FileSender.PIECE; // of what the kernel sends from a file nothing is counted
        }
        if (left > 0) {
            ChannelPromise behind = channel.newPromise();
            channel.unsafe().write(Unpooled.EMPTY_BUFFER, behind);
            channel.unsafe().flush();
            mark = behind;
            markDeadline = now + limits.write().toNanos() + TimeUnit.SECONDS.toNanos(left) / MIN_BYTES_PER_SECOND;
        }
        return false;
    }

    /**
     * Ends it for what went wrong. A reset or a wrong record of TLS is the peer's doing, and a log line of it would be the
     * peer's too; anything else is ours.
     */
    void failed(Throwable cause) {
        if (!(cause instanceof IOException || cause instanceof DecoderException)) {
            log(Level.ERROR, "a connection failed", cause);
        }
        abort();
    }

    /**
     * Logs, and lives on when not even that works: without descriptors Java cannot load what a first line needs, and an
     * Error that leaves an event loop ends it for all of its connections, and its listener.
     */
    static void log(Level level, String what, Throwable cause) {
        try {
            LOG.log(level, what, cause);
        } catch (RuntimeException | Error e) {
            // the next one is told again
        }
    }

    /** Ends it when what was written has left. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends, one way or the other
    void close() {
        channel.close();
    }

    /** Ends it at once, without a word. */
    void abort() {
        abort(channel);
    }

    /** Past the pipeline, where TLS and HTTP/2 would say farewell. */
    static void abort(Channel channel) {
        channel.unsafe().close(channel.voidPromise());
    }
}
