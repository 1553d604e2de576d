package dev.latchkey.event;

import dev.latchkey.store.Transactions;

/**
 * Hears of every {@link AuthEvent}, on the thread that caused it: be quick, never throw, be thread-safe.
 */
@FunctionalInterface
public interface AuthEventListener {
    /** Takes note of one event. */
    void on(AuthEvent event);

    /**
     * The same, hearing of what happens within a transaction once that is committed, and never of what is undone: for
     * every service that works on stores of that database.
     */
    default AuthEventListener onceCommitted(Transactions transactions) {
        return event -> transactions.afterCommit(() -> on(event));
    }

    /** A listener that does nothing. */
    static AuthEventListener none() {
        return event -> {};
    }
}
