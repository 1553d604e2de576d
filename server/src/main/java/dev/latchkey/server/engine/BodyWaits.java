package dev.latchkey.server.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The threads of one HTTP/2 connection that wait for bodies just now. */
final class BodyWaits {
    private final Set<BodyWait> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    /** The calling thread begins to wait; it closes what this returns when it has stopped. */
    BodyWait begin(long deadline) {
        BodyWait wait = new BodyWait(deadline, this);
        waits.add(wait);
        if (ended) { // looked at after the add: end() either finds it or was seen here
            wait.expire();
        }
        return wait;
    }

    void remove(BodyWait wait) {
        waits.remove(wait);
    }

    void expireOver(long now) {
        waits.forEach(wait -> wait.expireIfOver(now));
    }

    /** The connection is gone: no frame will ever come. */
    void end() {
        ended = true;
        waits.forEach(BodyWait::expire);
    }
}
