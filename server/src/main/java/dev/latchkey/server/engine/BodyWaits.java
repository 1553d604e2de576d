package dev.latchkey.server.engine;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The threads of one HTTP/2 connection that wait for bodies just now. */
final class BodyWaits {
    private final ConcurrentHashMap<Thread, BodyWait> waits = new ConcurrentHashMap<>();
    private volatile boolean ended;

    /** The calling thread begins to wait; it closes what this returns when it has stopped. */
    BodyWait begin(long deadline) {
        BodyWait wait = new BodyWait(deadline, this);
        waits.put(wait.thread(), wait);
        if (ended) { // looked at after the put: end() either finds it or was seen here
            wait.expire();
        }
        return wait;
    }

    void remove(BodyWait wait) {
        waits.remove(wait.thread(), wait);
    }

    /** What the calling thread began; null when it does not wait. */
    @Nullable
    BodyWait current() {
        return waits.get(Thread.currentThread());
    }

    void expireOver(long now) {
        waits.values().forEach(wait -> wait.expireIfOver(now));
    }

    /** The connection is gone: no frame will ever come. */
    void end() {
        ended = true;
        waits.values().forEach(BodyWait::expire);
    }
}
