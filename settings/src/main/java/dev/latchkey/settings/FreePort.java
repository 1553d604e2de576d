package dev.latchkey.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Tries addresses out before the server listens: the public origin must be known by then, port included. */
public final class FreePort {
    private FreePort() {}

    /** Whether this machine has that address. */
    public static boolean isLocal(InetAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static int find(List<InetAddress> addresses) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(addresses.getFirst(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on " + addresses.getFirst(), e);
        }
    }
}
