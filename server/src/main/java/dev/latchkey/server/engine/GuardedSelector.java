package dev.latchkey.server.engine;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.http2.Http2ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The only connection selector of a listener, so that Helidon calls it before it reads a byte. Takes HTTP/2 where TLS
 * agreed on it (ALPN) and HTTP/1.1 everywhere else: no upgrade and no prior knowledge over plain text (h2c), which
 * proxies forward by mistake.
 */
final class GuardedSelector implements ServerConnectionSelector {
    private static final String HTTP_2 = "h2";

    private final ConnectionGuard guard;
    private final Router router;
    private final Http1ConnectionSelector http1;
    private final Optional<Http2ConnectionSelector> http2;

    GuardedSelector(
            ConnectionGuard guard,
            Router router,
            Http1ConnectionSelector http1,
            Optional<Http2ConnectionSelector> http2) {
        this.guard = guard;
        this.router = router;
        this.http1 = http1;
        this.http2 = http2;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http2.isPresent() ? Set.of(HTTP_2, "http/1.1") : Set.of("http/1.1");
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        GuardedConnection connection =
                guard.find(context.localPeer().address(), context.remotePeer().address());
        if (connection == null) {
            throw new CloseConnectionException("cut before it was served");
        }
        return new Served(new GuardedContext(context, connection, router));
    }

    private ServerConnection choose(GuardedContext context) {
        if (http2.isPresent()
                && context.serverSocket().protocolNegotiated()
                && context.serverSocket().protocol().equals(HTTP_2)) {
            context.multiplexed();
            return http2.get().connection(context);
        }
        return http1.connection(context);
    }

    /**
     * One connection from its first byte to its last. Never interrupted by Helidon: an interrupt closes the socket in
     * the middle of an answer, and the guard knows better which connections are idle.
     */
    private final class Served implements ServerConnection, InterruptableTask<Void> {
        private final GuardedContext context;

        Served(GuardedContext context) {
            this.context = context;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            GuardedConnection connection = context.connection();
            connection.served();
            try {
                choose(context).handle(limit);
                connection.linger();
            } catch (CloseConnectionException e) {
                if (context.isAnsweredLast()) {
                    connection.linger();
                }
                throw e;
            } finally {
                connection.finished();
            }
        }

        @Override
        public Duration idleTime() {
            return Duration.ZERO;
        }

        @Override
        public void close(boolean interrupt) {
            if (interrupt) {
                context.connection().cut();
            }
        }

        @Override
        public boolean canInterrupt() {
            return false;
        }
    }
}
