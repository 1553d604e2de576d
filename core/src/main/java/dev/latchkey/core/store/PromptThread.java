package dev.latchkey.core.store;

/**
 * A thread that serves many callers in turn and so must never wait for one of them: a server's event loop is one, and
 * its class says so by this interface. What is about to wait (for a store, a hash, a file) calls {@link #beforeWaiting}
 * first, before anything of what it does has happened.
 */
public interface PromptThread {
    /**
     * To be called by whatever is about to wait.
     *
     * @throws WouldWaitException when the calling thread must not
     */
    static void beforeWaiting() {
        if (Thread.currentThread() instanceof PromptThread) {
            throw new WouldWaitException();
        }
    }
}
