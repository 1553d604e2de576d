package dev.latchkey.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store cannot answer now: try later. Says nothing about the session or user that was asked for, so nobody may be
 * logged out because of it.
 */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable StoreFailure failure;
    private final StoreFailure.Cause kind;

    /** Tells which store did what, without any value that was asked for. */
    public StoreUnavailableException(String message, Throwable cause) {
        this(message, StoreFailure.Cause.OTHER, cause);
    }

    /** The same, where the kind of trouble is known. */
    public StoreUnavailableException(String message, StoreFailure.Cause kind, Throwable cause) {
        super(message, cause);
        this.failure = null;
        this.kind = kind;
    }

    /** The same, where it is known what a person can do: the message is all four parts. */
    public StoreUnavailableException(StoreFailure failure, Throwable cause) {
        super(failure.message(), cause);
        this.failure = failure;
        this.kind = failure.cause();
    }

    /** What kind of trouble the store is in. */
    public StoreFailure.Cause kind() {
        return kind;
    }

    /** The four parts; empty when the store did not tell them. */
    public Optional<StoreFailure> failure() {
        return Optional.ofNullable(failure);
    }
}
