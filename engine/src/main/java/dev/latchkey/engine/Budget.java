package dev.latchkey.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What all requests together may occupy whose end has not come yet. A bound for each connection alone is no bound: ten
 * thousand half-sent bodies are a gigabyte. Thread-safe.
 */
final class Budget {
    /** What one request may take although large ones took all that is theirs: a login is a few hundred bytes. */
    static final int SMALL = 2048;

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    Budget(long bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes so many bytes more; {@code false}, and nothing taken, when they are not to be had.
     *
     * @param isSmall whether the request stays {@linkplain #SMALL small} with them: the last eighth is for those
     */
    boolean take(int more, boolean isSmall) {
        long limit = isSmall ? bytes : bytes - bytes / 8;
        if (taken.addAndGet(more) <= limit) {
            return true;
        }
        taken.addAndGet(-more);
        return false;
    }

    void give(int back) {
        taken.addAndGet(-back);
    }

    long taken() {
        return taken.get();
    }
}
