package dev.latchkey.core.store;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes one act of several writes: what belongs together, such as a new password and the end of every session that was
 * begun with the old one, is kept all or not at all, whatever fails in between.
 *
 * <p>One value goes with the stores of one database. These join by themselves whatever is called on their behalf within
 * {@link #together}, and see what was written there before; nobody else does until it is committed. Transactions are
 * serializable: they come out as if one had run after the other. Thread-safe.
 *
 * <p>Work is to be short, because others wait for it: no hashing, no network, no waiting for another thread. It may run
 * on another thread than the caller's, once at most. What it tells the world (a log line, an event, a cache) belongs into
 * {@link #afterCommit}, or a failed commit makes it a lie.
 */
public interface Transactions {
    /**
     * Does the work and commits. When this returns, everything that the work's stores acknowledged is kept; when it
     * throws, nothing is, unless a {@link StoreUnavailableException} says that the answer was late: then all may be, or
     * nothing.
     *
     * <p>Within another {@code together} the work joins that one, and nothing is kept before that one ends. A failure of
     * the inner work or of a store undoes all of it, even if somebody catches the exception.
     *
     * @throws StoreUnavailableException when the store cannot answer; whatever the work throws is passed on
     */
    <T> T together(Supplier<T> work);

    /** The same for work without a result. */
    default void together(Runnable work) {
        together(() -> {
            work.run();
            return true;
        });
    }

    /**
     * Calls back once when the transaction that the caller is in is over, before {@link #together} answers, in the order
     * of registration; at once, with {@link Ending#COMMITTED}, when the caller is in none. It must be quick. What it
     * throws is logged and changes nothing: the commit is done.
     */
    void whenOver(Consumer<Ending> callback);

    /** Does that once what the caller is writing is committed; never when it is not. See {@link #whenOver}. */
    default void afterCommit(Runnable action) {
        whenOver(ending -> {
            if (ending == Ending.COMMITTED) {
                action.run();
            }
        });
    }

    /** Whether the caller is within {@link #together}. Costs no more than a glance: it is asked at every look into a cache. */
    boolean isUnderWay();

    /**
     * For stores that have no transaction in common, such as sessions here and users in an application's own database:
     * the work is done and every write commits alone. Whoever uses it accepts that a crash in between leaves a half, and
     * that an act which failed is to be repeated.
     */
    static Transactions eachWriteAlone() {
        return SeparateWrites.INSTANCE;
    }

    /** How a transaction ended. */
    enum Ending {
        /** All of it is kept. */
        COMMITTED,
        /** Nothing of it is. */
        ROLLED_BACK,
        /** All or nothing: the store did not say which in time. */
        UNKNOWN
    }
}
