package dev.latchkey.core.event;

import dev.latchkey.core.store.Transactions;
import java.util.List;

/**
 * Hears of every {@link AuthEvent}, on the thread that caused it: be quick, be thread-safe. One that throws is logged, and
 * changes nothing for anybody: what it was told has happened.
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
        AuthEventListener isolated = isolated();
        return event -> transactions.afterCommit(() -> isolated.on(event));
    }

    /** The same, never throwing: for every service that tells something. */
    default AuthEventListener isolated() {
        return new IsolatedListener(this);
    }

    /** All of them, in order; one that throws keeps no other one from hearing. */
    static AuthEventListener all(List<AuthEventListener> listeners) {
        List<AuthEventListener> each =
                listeners.stream().map(AuthEventListener::isolated).toList();
        return event -> each.forEach(listener -> listener.on(event));
    }

    /** A listener that does nothing. */
    static AuthEventListener none() {
        return event -> {};
    }
}
