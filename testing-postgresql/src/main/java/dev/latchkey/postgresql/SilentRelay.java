package dev.latchkey.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Stands between a server and its database. It can fall silent: connections stay, new ones are taken, no byte passes; be cut:
 * connections end, new ones too; and be slow.
 */
public final class SilentRelay implements AutoCloseable {
    private final ServerSocket listener;
    private final IntSupplier target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition speaks = lock.newCondition();
    private boolean isSilent;
    private volatile boolean isCut;
    private volatile Duration late = Duration.ZERO;

    /** To that port of this machine. */
    public SilentRelay(int target) {
        this(() -> target);
    }

    /** To the port that the server listens at by then. */
    public SilentRelay(IntSupplier target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Lets no byte pass any more, or lets those pass that wait and all after them. */
    public void silent(boolean value) {
        lock.lock();
        try {
            isSilent = value;
            speaks.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends every connection and those that come, or lets new ones through. */
    public void cut(boolean value) {
        isCut = value;
        if (value) {
            open.forEach(SilentRelay::end);
        }
    }

    /** Lets bytes pass so much later, each time that some come. */
    public void slow(Duration by) {
        late = by;
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (isCut) {
                    end(client);
                    continue;
                }
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target.getAsInt());
                open.add(client);
                open.add(server);
                if (isCut) { // meanwhile
                    end(client);
                    end(server);
                }
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            } catch (IOException e) {
                // The next one, if any.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitSpeech();
                LockSupport.parkNanos(late.toNanos());
                out.write(bytes, 0, read);
            }
        } catch (IOException e) {
            // One of the two is gone.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void awaitSpeech() {
        lock.lock();
        try {
            while (isSilent) {
                speaks.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        silent(false);
        try {
            listener.close();
            open.forEach(SilentRelay::end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
