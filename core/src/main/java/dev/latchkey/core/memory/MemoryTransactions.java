package dev.latchkey.core.memory;

import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.store.WholeAct;
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

    /** What is under way, and on whose thread. */
    private record Joint(Thread thread, WholeAct act) {}

    @Override
    public <T> T together(Supplier<T> work) {
        WholeAct joined = mine();
        if (joined != null) {
            return joined.part(work);
        }
        WholeAct act = new WholeAct();
        return act.within(() -> holdingLocks(0, () -> begin(act, work)));
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

    private <T> T begin(WholeAct act, Supplier<T> work) {
        List<Runnable> undoing = stores.stream().map(Restorable::snapshot).toList();
        boolean isKept = false;
        current = new Joint(Thread.currentThread(), act);
        try {
            T result = act.whole(work);
            isKept = true;
            return result;
        } finally {
            current = null;
            if (!isKept) {
                undoing.forEach(Runnable::run);
            }
        }
    }

    private @Nullable WholeAct mine() {
        Joint joint = current;
        return joint != null && joint.thread == Thread.currentThread() ? joint.act : null;
    }

    @Override
    public void whenOver(Consumer<Ending> callback) {
        WholeAct act = mine();
        if (act == null) {
            callback.accept(Ending.COMMITTED);
        } else {
            act.whenOver(callback);
        }
    }

    @Override
    public boolean isUnderWay() {
        return mine() != null;
    }
}
