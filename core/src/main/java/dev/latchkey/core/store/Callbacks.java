package dev.latchkey.core.store;

import dev.latchkey.core.store.Transactions.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for the end of one transaction: for those who implement {@link Transactions}. Thread-safe, because a caller
 * may give up on a transaction whose work still runs; whoever registers after that is called at once.
 */
public final class Callbacks {
    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());

    private final List<Consumer<Ending>> waiting = new ArrayList<>();
    private @Nullable Ending ending;

    /** Nobody waits yet. */
    public Callbacks() {}

    /** See {@link Transactions#whenOver}. */
    public void add(Consumer<Ending> callback) {
        Objects.requireNonNull(callback, "callback");
        Ending known;
        synchronized (this) {
            known = ending;
            if (known == null) {
                waiting.add(callback);
            }
        }
        if (known != null) {
            call(callback, known);
        }
    }

    /** Calls everybody back, in order. To be called once, by a thread that is in the transaction no more. */
    public void over(Ending how) {
        List<Consumer<Ending>> called;
        synchronized (this) {
            ending = how;
            called = List.copyOf(waiting);
        }
        called.forEach(callback -> call(callback, how));
    }

    private static void call(Consumer<Ending> callback, Ending how) {
        try {
            callback.accept(how);
        } catch (RuntimeException e) {
            // The transaction is over: its caller must not be told that it failed.
            LOG.log(System.Logger.Level.ERROR, "what was to be done after a transaction failed", e);
        }
    }
}
