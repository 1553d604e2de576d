package dev.latchkey.event;

/**
 * Hears of every {@link AuthEvent}, on the thread that caused it: be quick, never throw, be thread-safe.
 */
@FunctionalInterface
public interface AuthEventListener {
    /** Takes note of one event. */
    void on(AuthEvent event);

    /** A listener that does nothing. */
    static AuthEventListener none() {
        return event -> {};
    }
}
