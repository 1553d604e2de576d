package dev.latchkey.server.engine;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The pace of an HTTP/2 connection: frames of many requests at once. While a request is being answered any frame will
 * do, since each body has a deadline of its own ({@link BodyWait}); without one, no frame prolongs the idle deadline,
 * so that pings keep nothing open.
 *
 * <p>Helidon bounds resets and empty frames, but neither pings nor settings nor empty continuations; here the bytes
 * that may arrive without a new request are counted.
 */
final class Http2Pace implements Pace {
    /** Eight bodies of the usual limit, and their framing. */
    private static final int BYTES_PER_EXCHANGE = 8;

    private final EngineLimits limits;
    private final ReadDeadline deadline;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicLong bytesSinceExchange = new AtomicLong();
    private volatile long idleStart;

    Http2Pace(EngineLimits limits, ReadDeadline deadline, long now) {
        this.limits = limits;
        this.deadline = deadline;
        this.idleStart = now;
    }

    @Override
    public long deadline(long now, DataReader reader) {
        return isIdle() ? idleDeadline() : busyDeadline(now);
    }

    /** Longer than any body may take, so that the body's own deadline comes first and can be answered. */
    private long busyDeadline(long now) {
        return now + 2 * limits.bodyTotal().toNanos();
    }

    private long idleDeadline() {
        return idleStart + limits.idle().toNanos();
    }

    @Override
    public boolean isIdle() {
        return exchanges.get() == 0;
    }

    @Override
    public void received(int bytes, long now) {
        if (bytesSinceExchange.addAndGet(bytes) > (long) limits.maxBodyBytes() * BYTES_PER_EXCHANGE) {
            throw new CloseConnectionException("too much without a request");
        }
    }

    /** On a stream's thread, while the connection's own already waits for the next frame. */
    @Override
    public void exchangeStarts(long now) {
        bytesSinceExchange.set(0);
        if (exchanges.getAndIncrement() == 0) {
            deadline.move(busyDeadline(now));
        }
    }

    @Override
    public void exchangeEnds(long now) {
        idleStart = now;
        if (exchanges.decrementAndGet() == 0) {
            deadline.move(idleDeadline());
        }
    }
}
