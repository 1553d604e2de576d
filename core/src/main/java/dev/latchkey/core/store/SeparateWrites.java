package dev.latchkey.core.store;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** No transaction at all. */
final class SeparateWrites implements Transactions {
    static final SeparateWrites INSTANCE = new SeparateWrites();

    private SeparateWrites() {}

    @Override
    public <T> T together(Supplier<T> work) {
        return work.get();
    }

    @Override
    public void whenOver(Consumer<Ending> callback) {
        callback.accept(Ending.COMMITTED);
    }

    @Override
    public boolean isUnderWay() {
        return false;
    }
}
