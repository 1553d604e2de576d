package dev.latchkey.redis;

import dev.latchkey.core.store.Transactions;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Whole acts where some stores are in Redis and the rest in a database: those of the database, within which every write to
 * Redis is done at once and stays done. So whatever ends sessions has ended them before the database commits the reason;
 * and if it could not, the database undoes it.
 */
final class ActsOverTwo implements Transactions {
    private final Transactions database;
    private final Acknowledgement acknowledgement;

    ActsOverTwo(Transactions database, Acknowledgement acknowledgement) {
        this.database = database;
        this.acknowledgement = acknowledgement;
    }

    @Override
    public <T> T together(Supplier<T> work) {
        return acknowledgement.isCollecting()
                ? database.together(work)
                : acknowledgement.after(database::together, work);
    }

    @Override
    public void whenOver(Consumer<Ending> callback) {
        database.whenOver(callback);
    }

    @Override
    public boolean isUnderWay() {
        return database.isUnderWay();
    }
}
