package dev.latchkey.core.memory;

import dev.latchkey.core.store.Callbacks;
import dev.latchkey.core.store.Transactions;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link Transactions} over stores of this package: holds the locks of all of them meanwhile, and puts back what they
 * held before when the work fails. Copies them for that; plain rather than quick.
 */
public final class MemoryTransactions implements Transactions {
    private final List<Restorable> stores;
    private volatile @Nullable Joint current;

    private MemoryTransactions(List<Restorable> stores) {
        this.stores = stores;
    }

    /**
     * Over those stores; of one store there is to be one of these.
     *
     * @throws IllegalArgumentException when one is not of this package
     */
    public static MemoryTransactions over(Object... stores) {
        return new MemoryTransactions(Stream.of(stores)
                .map(store -> {
                    if (store instanceof Restorable restorable) {
                        return restorable;
                    }
                    throw new IllegalArgumentException("not a store in memory: " + store.getClass());
                })
                .toList());
    }

    /** What is under way, and whether it can still be kept. */
    private static final class Joint {
        final Thread thread = Thread.currentThread();
        final Callbacks callbacks = new Callbacks();

        @Nullable
        RuntimeException failure;

        <T> T run(Supplier<T> work) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
                throw e;
            }
        }
    }

    @Override
    public <T> T together(Supplier<T> work) {
        Joint joined = mine();
        if (joined != null) {
            return joined.run(work);
        }
        Joint joint = new Joint();
        T result;
        try {
            result = holdingLocks(0, () -> begin(joint, work));
        } catch (RuntimeException e) {
            joint.callbacks.over(Ending.ROLLED_BACK);
            throw e;
        }
        joint.callbacks.over(Ending.COMMITTED);
        return result;
    }

    /** Always in the same order, and no store calls another one: nobody waits for somebody who waits. */
    private <T> T holdingLocks(int from, Supplier<T> work) {
        if (from == stores.size()) {
            return work.get();
        }
        synchronized (stores.get(from)) {
            return holdingLocks(from + 1, work);
        }
    }

    private <T> T begin(Joint joint, Supplier<T> work) {
        List<Runnable> undoing = stores.stream().map(Restorable::snapshot).toList();
        boolean isKept = false;
        current = joint;
        try {
            T result = joint.run(work);
            if (joint.failure != null) {
                throw joint.failure;
            }
            isKept = true;
            return result;
        } finally {
            current = null;
            if (!isKept) {
                undoing.forEach(Runnable::run);
            }
        }
    }

    private @Nullable Joint mine() {
        Joint joint = current;
        return joint != null && joint.thread == Thread.currentThread() ? joint : null;
    }

    @Override
    public void whenOver(Consumer<Ending> callback) {
        Joint joint = mine();
        if (joint == null) {
            callback.accept(Ending.COMMITTED);
        } else {
            joint.callbacks.add(callback);
        }
    }

    @Override
    public boolean isUnderWay() {
        return mine() != null;
    }
}
