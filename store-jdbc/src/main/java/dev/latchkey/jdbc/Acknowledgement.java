package dev.latchkey.jdbc;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.jdbc.sql.NodeRows;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Waits, after a commit that changed what tokens stand for, until no node can answer from what it knew before. Each has
 * then applied the change, or the time has passed for which it had said it would answer. A node that says so anew
 * meanwhile looks for changes after that and before it relies on it, so what the first look finds is the longest that
 * anybody is waited for.
 */
final class Acknowledgement {
    private static final long PAUSE_NANOS = 5_000_000;

    private final Connections connections;
    private final LongSupplier nanos;
    private final LongConsumer pause;

    /**
     * With a clock, in nanoseconds, and what waits for so many of them.
     */
    Acknowledgement(Connections connections, LongSupplier nanos, LongConsumer pause) {
        this.connections = connections;
        this.nanos = nanos;
        this.pause = pause;
    }

    /**
     * Waits.
     *
     * @throws StoreUnavailableException when it cannot be known; then what was committed stays committed
     */
    void await(String transaction) {
        OptionalLong behind = microsBehind(transaction);
        if (behind.isEmpty()) {
            return;
        }
        long from = nanos.getAsLong();
        long longest = behind.getAsLong() * 1_000;
        while (nanos.getAsLong() - from < longest) {
            pause.accept(Math.min(PAUSE_NANOS, longest));
            if (microsBehind(transaction).isEmpty()) {
                return;
            }
        }
    }

    private OptionalLong microsBehind(String transaction) {
        try {
            return connections.read(statements -> NodeRows.microsBehind(statements, transaction));
        } catch (SQLException e) {
            throw connections.diagnosis().exception(e).unheard();
        }
    }
}
