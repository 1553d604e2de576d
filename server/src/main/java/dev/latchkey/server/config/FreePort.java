package dev.latchkey.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Finds a port that is free now, for when the public origin must be known before the server listens. */
final class FreePort {
    private FreePort() {}

    static int find(List<InetAddress> addresses) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(addresses.getFirst(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + addresses.getFirst(), e);
        }
    }
}
