package dev.latchkey.store;

/**
 * A store cannot answer now: try later. Says nothing about the session or user that was asked for, so nobody may be
 * logged out because of it.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Tells which store did what, without any value that was asked for. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
