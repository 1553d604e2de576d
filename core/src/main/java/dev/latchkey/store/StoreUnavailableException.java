package dev.latchkey.store;

/**
 * A store cannot answer now: try later. Says nothing about the session or user that was asked for, so nobody may be
 * logged out because of it.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether the store had begun. */
    private final boolean mayHaveHappened;

    /** Tells which store did what, without any value that was asked for. What was asked for is not done. */
    public StoreUnavailableException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private StoreUnavailableException(String message, Throwable cause, boolean mayHaveHappened) {
        super(message, cause);
        this.mayHaveHappened = mayHaveHappened;
    }

    /** The same of a store that had begun and was not heard of in time: what was asked for may be done all the same. */
    public static StoreUnavailableException unheard(String message, Throwable cause) {
        return new StoreUnavailableException(message, cause, true);
    }

    /** Whether what was asked for may be done all the same. When not, nothing was changed. */
    public boolean mayHaveHappened() {
        return mayHaveHappened;
    }
}
