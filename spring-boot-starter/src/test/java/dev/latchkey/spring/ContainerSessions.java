package dev.latchkey.spring;

import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Notes who makes a session of the container, whatever was asked. Nobody may. */
final class ContainerSessions implements HttpSessionListener {
    private static final Queue<Throwable> MADE = new ConcurrentLinkedQueue<>();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        MADE.add(new AssertionError("a session of the container was made here"));
    }

    /** Fails with the calls that led to one. */
    static void assertNone() {
        Throwable made = MADE.poll();
        MADE.clear();
        if (made != null) {
            throw new AssertionError("a session of the container was made", made);
        }
    }
}
