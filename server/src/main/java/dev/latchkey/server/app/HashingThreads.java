package dev.latchkey.server.app;

import dev.latchkey.core.credential.HashingBulkhead;

/**
 * Has the threads that hash passwords begin before anyone is let in. Begun by the first logins instead, one that the
 * system refuses would fail every login of a server that calls itself ready.
 */
final class HashingThreads {
    private static final HashingBulkhead.Share FIRST = new HashingBulkhead.Share("start", "");

    private HashingThreads() {}

    /**
     * Begins every one of them; they live as long as the bulkhead.
     *
     * @throws CannotStartException when the system gives no more threads
     */
    static void begin(HashingBulkhead bulkhead) {
        try {
            for (int begun = 0; begun < bulkhead.permits(); begun++) {
                // Each piece of work begins one more, until there are as many as may hash at once.
                var unused = bulkhead.run(FIRST, () -> true);
            }
        } catch (OutOfMemoryError e) {
            throw new CannotStartException(
                    "the system gives this process no thread to hash passwords with (" + e.getMessage() + ")",
                    "raise the limit of processes and threads (ulimit -u, systemd TasksMax, a container's pids limit),"
                            + " or lower hashing.permits",
                    e);
        }
    }
}
