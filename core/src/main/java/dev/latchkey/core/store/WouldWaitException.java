package dev.latchkey.core.store;

/**
 * What was asked cannot be answered without waiting, and the calling thread must not wait: ask again on one that may.
 * Nothing has happened yet. No failure, hence without a trace of the stack.
 */
public final class WouldWaitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WouldWaitException() {
        super("this thread must not wait", null, false, false);
    }
}
