package dev.latchkey.server.engine;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Socket options that also report each accepted socket: configuring it is the only call of ours that Helidon makes
 * between the accept and the thread that serves it, and a TLS handshake without end must have a deadline too.
 */
final class AcceptHook implements SocketOptions {
    private final ConnectionGuard guard;
    private final SocketOptions options =
            SocketOptions.builder().tcpNoDelay(true).socketKeepAlive(true).build();

    AcceptHook(ConnectionGuard guard) {
        this.guard = guard;
    }

    @Override
    public void configureSocket(SocketChannel socket) {
        options.configureSocket(socket);
        try {
            if (!guard.accepted(socket)) {
                throw new CloseConnectionException("refused"); // Helidon closes it, and starts no thread for it
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return options.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return options.connectTimeout();
    }

    @Override
    public Duration readTimeout() {
        return options.readTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return options.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return options.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return options.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return options.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return options.tcpNoDelay();
    }
}
