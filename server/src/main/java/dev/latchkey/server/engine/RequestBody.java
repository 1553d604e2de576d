package dev.latchkey.server.engine;

import dev.latchkey.http.exchange.Request.Body;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.http.media.ReadableEntity;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingRequest;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of one request: read by the handler or thrown away after it, within its deadline. Over HTTP/1.1 the
 * connection's own deadlines bound it, over HTTP/2 a {@link BodyWait}.
 */
final class RequestBody {
    private static final byte[] NOTHING = {};

    private final RoutingRequest request;
    private final GuardedConnection connection;
    private long deadline;
    private boolean hasDeadline;
    private boolean isAbandoned;

    RequestBody(RoutingRequest request, GuardedConnection connection) {
        this.request = request;
        this.connection = connection;
    }

    Body read(int maxBytes) {
        ReadableEntity content = request.content();
        if (!content.hasEntity()) {
            return new Body.Complete(NOTHING);
        }
        if (declaredLength() > maxBytes) { // known before a byte of it was waited for
            isAbandoned = true;
            return new Body.TooLarge();
        }
        Body body = connection.isMultiplexed() ? readWaiting(content, maxBytes) : read(content, maxBytes);
        isAbandoned = !(body instanceof Body.Complete);
        return body;
    }

    private long declaredLength() {
        ServerRequestHeaders headers = request.headers();
        return headers.contains(HeaderNames.CONTENT_LENGTH)
                ? headers.contentLength().orElse(-1)
                : -1;
    }

    private Body readWaiting(ReadableEntity content, int maxBytes) {
        try (BodyWait wait = connection.awaitBody(deadline())) {
            try {
                Body body = read(content, maxBytes);
                // Helidon takes the interrupt for the end of the body,
                return wait.isExpired() ? new Body.TimedOut() : body;
            } catch (RuntimeException e) {
                if (wait.isExpired()) {
                    return new Body.TimedOut(); // or fails on it, when it was about to write a window update.
                }
                throw e;
            }
        }
    }

    private Body read(ReadableEntity content, int maxBytes) {
        try {
            InputStream in = content.inputStream();
            long declared = declaredLength();
            byte[] bytes = in.readNBytes(declared < 0 ? maxBytes : (int) declared);
            return in.read() < 0 ? new Body.Complete(bytes) : new Body.TooLarge();
        } catch (RequestException e) {
            isAbandoned = true;
            if (e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)) {
                return new Body.TooLarge();
            }
            if (e.status().equals(Status.REQUEST_TIMEOUT_408)) {
                return new Body.TimedOut();
            }
            if (connection.isMultiplexed()) {
                throw new CloseConnectionException("the stream was reset", e);
            }
            throw e;
        } catch (DataReader.InsufficientDataAvailableException | IOException e) {
            throw new CloseConnectionException("closed by the peer", e);
        }
    }

    private long deadline() {
        if (!hasDeadline) {
            deadline = connection.bodyDeadline();
            hasDeadline = true;
        }
        return deadline;
    }

    /** Whether the rest of it will not be read, so that no request can follow on an HTTP/1.1 connection. */
    boolean isAbandoned() {
        return isAbandoned || (isAwaitingContinue() && !request.content().consumed());
    }

    /** A client that waits for 100 and got its answer instead may or may not send the body: nobody can tell. */
    private boolean isAwaitingContinue() {
        return request.headers().contains(HeaderNames.EXPECT);
    }

    /**
     * After the answer: reads what the handler left, or gives up.
     *
     * @return whether the body was read to its end
     */
    boolean finish() {
        if (request.content().consumed()) {
            return !isAbandoned;
        }
        return connection.isMultiplexed() ? finishStream() : !isAbandoned() && drain();
    }

    private boolean drain() {
        try {
            request.content().consume();
            return request.content().consumed();
        } catch (RuntimeException e) { // whatever was wrong with it
            return false; // the answer was given: there is nobody to tell
        }
    }

    private boolean finishStream() {
        try (BodyWait wait = connection.awaitBody(deadline())) {
            boolean isRead = drain();
            if (!isRead && !wait.isExpired()) {
                // Of a stream that was answered first Helidon throws on the body's last frame, and then finds its end.
                isRead = drain();
            }
            return isRead && !wait.isExpired();
        }
    }

    /**
     * Last of all, however the exchange went: over HTTP/2 Helidon would now wait for the rest of the body without a
     * deadline, for ever when the client is gone. A pending interrupt is the only way to tell it not to.
     */
    void giveUp() {
        if (connection.isMultiplexed() && !request.content().consumed()) {
            Thread.currentThread().interrupt();
            drain();
            Thread.interrupted();
        }
    }
}
