package dev.latchkey.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between a node and its server, and can be cut, or lose an answer. Listens on loopback. */
final class Relay implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;
    private volatile boolean isLosing;

    /** To that port of this machine. */
    Relay(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** Ends every connection and refuses new ones. */
    void cut() {
        isCut = true;
        open.forEach(Relay::end);
    }

    /** What is asked next arrives and is done; the connection is cut in place of the answer. */
    void loseAnswers() {
        isLosing = true;
    }

    /** Lets everything through, on new connections. */
    void mend() {
        open.forEach(Relay::end);
        isLosing = false;
        isCut = false;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                if (isCut) {
                    end(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(server);
                Thread.ofVirtual().start(() -> pass(client, server, false));
                Thread.ofVirtual().start(() -> pass(server, client, true));
            } catch (IOException e) {
                // The next one, if any.
            }
        }
    }

    private void pass(Socket from, Socket to, boolean isAnswering) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8192];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                if (isAnswering && isLosing) {
                    return;
                }
                out.write(some, 0, count);
            }
        } catch (IOException e) {
            // It was cut.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
