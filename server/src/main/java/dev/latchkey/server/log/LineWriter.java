package dev.latchkey.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes lines to a stream from one thread, many at once: a system call for each line would cost more than the request
 * it tells of. Whoever adds a line never waits for whoever reads them: what does not fit is lost, and counted in a line
 * of its own. Thread-safe.
 */
public final class LineWriter implements AutoCloseable {
    private static final int CAPACITY = 1024 * 1024;
    private static final int FIRST_SIZE = 16 * 1024;

    /** How long lines gather before they are written. */
    private static final long WINDOW_NANOS = Duration.ofMillis(20).toNanos();

    private final OutputStream out;
    private final Thread thread;
    private byte[] gathered = new byte[FIRST_SIZE];
    private byte[] spare = new byte[FIRST_SIZE];
    private int length;
    private long lost;
    private volatile boolean closed;

    LineWriter(OutputStream out) {
        this.out = out;
        this.thread = Thread.ofPlatform().daemon().name("log").start(this::run);
    }

    /** Adds a line, its break included. */
    void add(byte[] line) {
        int count = line.length;
        boolean isFirst;
        synchronized (this) {
            isFirst = length == 0;
            if (length + count > CAPACITY) {
                lost++;
                return;
            }
            if (length + count > gathered.length) {
                gathered = Arrays.copyOf(gathered, Math.min(CAPACITY, Math.max(2 * gathered.length, length + count)));
            }
            System.arraycopy(line, 0, gathered, length, count);
            length += count;
        }
        if (isFirst) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            if (isEmpty()) {
                LockSupport.park(this);
            }
            if (!closed) {
                LockSupport.parkNanos(this, WINDOW_NANOS);
            }
            write();
        }
    }

    private synchronized boolean isEmpty() {
        return length == 0;
    }

    /** One at a time: the thread, and at the end whoever closes. */
    private void write() {
        synchronized (out) {
            byte[] full;
            int count;
            long missing;
            synchronized (this) {
                full = gathered;
                count = length;
                missing = lost;
                gathered = spare;
                length = 0;
                lost = 0;
            }
            try {
                out.write(full, 0, count);
                if (missing > 0) {
                    out.write(("log lines lost: " + missing + System.lineSeparator()).getBytes(UTF_8));
                }
                out.flush();
            } catch (IOException e) {
                // Nobody reads the log any more, and there is nowhere else to say so.
            }
            spare = full;
        }
    }

    /** Writes what is left. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        write();
    }
}
