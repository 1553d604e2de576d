package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import java.util.Optional;

/** Keeps a cache of sessions true to what other processes write. Thread-safe. */
public interface Following extends AutoCloseable {
    /**
     * Looks for what others changed. To be called twice a second.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the database does not answer; to be called again
     */
    void look();

    /** Why no requests should be sent here although the database answers; empty when they should. */
    Optional<Hindrance> hindrance();

    /** Follows no longer. From then on the cache answers for nothing that others may change. */
    @Override
    void close();

    /**
     * What keeps a server from being ready.
     *
     * @param word as the readiness check says it
     */
    record Hindrance(String word, StoreFailure failure) {}
}
