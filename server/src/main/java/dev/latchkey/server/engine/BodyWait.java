package dev.latchkey.server.engine;

/**
 * A stretch of time in which one thread waits for the body of one HTTP/2 request. When it is over the thread is
 * interrupted, because Helidon waits for body frames without a deadline, and for ever when the connection is gone. An
 * interrupt never outlives the stretch, so that it cannot hit the handler's own work (a store call, say) afterwards.
 */
final class BodyWait implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final long deadline;
    private final BodyWaits waits;
    private boolean ended;
    private boolean expired;

    BodyWait(long deadline, BodyWaits waits) {
        this.deadline = deadline;
        this.waits = waits;
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
            thread.interrupt();
        }
    }

    synchronized boolean isExpired() {
        return expired;
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
