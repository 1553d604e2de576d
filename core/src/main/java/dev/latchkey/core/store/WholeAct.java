package dev.latchkey.core.store;

import dev.latchkey.core.store.Transactions.Ending;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One transaction under way, for those who implement {@link Transactions}: it keeps that all is undone once a part
 * failed, and tells whoever waits how it ended. The parts run on one thread; {@link #whenOver} is thread-safe.
 */
public final class WholeAct {
    private final Callbacks callbacks = new Callbacks();
    private @Nullable RuntimeException failure;

    /** Nothing is done yet. */
    public WholeAct() {}

    /** Does a part. Some of it may be done when it fails, so {@link #whole} fails then too, whoever catches what it throws. */
    public <T> T part(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Does all of it: the work returns, and no part of it failed; else what failed first is thrown. */
    public <T> T whole(Supplier<T> work) {
        T result = part(work);
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    /** See {@link Transactions#whenOver}. */
    public void whenOver(Consumer<Ending> callback) {
        callbacks.add(callback);
    }

    /**
     * Runs the transaction, which calls {@link #whole} and commits, and tells everybody how it ended. To be called once.
     *
     * @throws StoreUnavailableException as the transaction does; whatever else it throws is passed on
     */
    public <T> T within(Supplier<T> transaction) {
        T result;
        try {
            result = transaction.get();
        } catch (StoreUnavailableException e) {
            callbacks.over(e.mayHaveHappened() ? Ending.UNKNOWN : Ending.ROLLED_BACK);
            throw e;
        } catch (RuntimeException | Error e) {
            callbacks.over(Ending.ROLLED_BACK);
            throw e;
        }
        callbacks.over(Ending.COMMITTED);
        return result;
    }
}
