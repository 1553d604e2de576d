package dev.latchkey.server.engine;

import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import java.util.concurrent.TimeUnit;

/**
 * The pace of an HTTP/1.1 connection: head, body, pause, head, …
 *
 * <p>A head has one deadline from its first byte to its last, because a deadline per read would let a client that
 * sends a byte now and then hold a connection for ever. Used by the connection's thread; {@link #isIdle()} also by the
 * watchdog while a read is under way, whose {@link ReadDeadline} publishes the fields.
 */
final class Http1Pace implements Pace {
    /** A body in chunks of one byte each is six times as long on the wire as it is. */
    private static final int MOST_FRAMING = 16;

    private final EngineLimits limits;
    private long headStart;
    private boolean headSeen;
    private boolean headExpected = true;
    private boolean inExchange;
    private long idleStart;
    private long bodyStart;
    private long bodyBytes;

    /** The first head is awaited from the moment of the accept. */
    Http1Pace(EngineLimits limits, long acceptedAt) {
        this.limits = limits;
        this.headStart = acceptedAt;
        this.idleStart = acceptedAt;
    }

    @Override
    public long deadline(long now, DataReader reader) {
        if (inExchange) {
            long byRate = bodyStart
                    + limits.bodyGrace().toNanos()
                    + TimeUnit.SECONDS.toNanos(bodyBytes) / limits.bodyBytesPerSecond();
            return Math.min(byRate, bodyStart + limits.bodyTotal().toNanos());
        }
        if (!headSeen && reader.available() > 0) { // the next request arrived together with the last one
            beginHead(now);
        }
        return headExpected || headSeen
                ? headStart + limits.head().toNanos()
                : idleStart + limits.idle().toNanos();
    }

    private void beginHead(long now) {
        if (!headExpected) {
            headStart = now;
        }
        headSeen = true;
    }

    @Override
    public boolean isIdle() {
        return !inExchange && !headSeen;
    }

    @Override
    public void received(int bytes, long now) {
        if (!inExchange) {
            if (!headSeen) {
                beginHead(now);
            }
            return;
        }
        bodyBytes += bytes;
        if (bodyBytes > (long) limits.maxBodyBytes() * MOST_FRAMING) {
            throw RequestException.builder()
                    .type(DirectHandler.EventType.BAD_REQUEST)
                    .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    .setKeepAlive(false)
                    .message("chunk framing")
                    .build();
        }
    }

    @Override
    public void exchangeStarts(long now) {
        inExchange = true;
        headSeen = false;
        headExpected = false;
        bodyStart = now;
        bodyBytes = 0;
    }

    @Override
    public void exchangeEnds(long now) {
        inExchange = false;
        idleStart = now;
    }
}
