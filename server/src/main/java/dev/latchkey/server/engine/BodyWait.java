package dev.latchkey.server.engine;

/**
 * A stretch of time in which one thread waits for the body of one HTTP/2 request. When it is over the thread is
 * interrupted, because Helidon waits for body frames without a deadline, and for ever when the connection is gone.
 *
 * <p>An interrupt is a blunt tool, so two things bound it. It never outlives the stretch, or it would hit the handler's
 * own work (a store call, say). And it never falls into a write: reading a body writes window updates, and an interrupt
 * in the middle of one closes the socket, with the answers of other requests in it.
 */
final class BodyWait implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final long deadline;
    private final BodyWaits waits;
    private boolean ended;
    private boolean expired;
    private boolean writing;

    BodyWait(long deadline, BodyWaits waits) {
        this.deadline = deadline;
        this.waits = waits;
    }

    Thread thread() {
        return thread;
    }

    /** On the watchdog's thread. */
    void expireIfOver(long now) {
        if (deadline - now < 0) {
            expire();
        }
    }

    synchronized void expire() {
        if (!ended && !expired) {
            expired = true;
            if (!writing) {
                thread.interrupt();
            }
        }
    }

    synchronized boolean isExpired() {
        return expired;
    }

    /** On the waiting thread: from here to {@link #writeEnds()} no interrupt. */
    synchronized void writeStarts() {
        writing = true;
        if (expired) {
            Thread.interrupted();
        }
    }

    synchronized void writeEnds() {
        writing = false;
        if (expired) {
            thread.interrupt();
        }
    }

    @Override
    public void close() {
        waits.remove(this);
        synchronized (this) {
            ended = true;
            if (expired) {
                Thread.interrupted();
            }
        }
    }
}
