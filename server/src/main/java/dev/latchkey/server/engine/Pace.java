package dev.latchkey.server.engine;

import io.helidon.common.buffers.DataReader;

/**
 * What a connection is doing, and so how long its next read may take. Times are {@link System#nanoTime()}, at most one
 * tick of the watchdog old.
 */
interface Pace {
    /**
     * Until when the next read may take.
     *
     * @param reader what was received and not yet used
     */
    long deadline(long now, DataReader reader);

    /** Whether nothing of a request arrived and none is being answered: the connection may end without a word. */
    boolean isIdle();

    /**
     * Bytes arrived.
     *
     * @throws RuntimeException when they are too many
     */
    void received(int bytes, long now);

    /** A request's head is complete; its body may follow. */
    void exchangeStarts(long now);

    /** It was answered and its body read. */
    void exchangeEnds(long now);
}
