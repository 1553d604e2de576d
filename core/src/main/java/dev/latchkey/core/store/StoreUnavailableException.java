package dev.latchkey.core.store;

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

    /** Whether the store had begun. */
    private final boolean mayHaveHappened;

    /** Tells which store did what, without any value that was asked for. What was asked for is not done. */
    public StoreUnavailableException(String message, Throwable cause) {
        this(message, StoreFailure.Cause.OTHER, cause);
    }

    /** The same, where the kind of trouble is known. */
    public StoreUnavailableException(String message, StoreFailure.Cause kind, Throwable cause) {
        this(message, null, kind, false, cause);
    }

    /** The same, where it is known what a person can do: the message is all four parts. */
    public StoreUnavailableException(StoreFailure failure, Throwable cause) {
        this(failure.message(), failure, failure.cause(), false, cause);
    }

    /** The same that somebody else met a moment ago, for one who was not let ask. What was asked for is not done. */
    public StoreUnavailableException(StoreUnavailableException met) {
        this(met.getMessage(), met.failure, met.kind, false, met);
    }

    private StoreUnavailableException(
            @Nullable String message,
            @Nullable StoreFailure failure,
            StoreFailure.Cause kind,
            boolean mayHaveHappened,
            @Nullable Throwable cause) {
        super(message, cause);
        this.failure = failure;
        this.kind = kind;
        this.mayHaveHappened = mayHaveHappened;
    }

    /** The same of a store that had begun and was not heard of in time: what was asked for may be done all the same. */
    public StoreUnavailableException unheard() {
        return new StoreUnavailableException(getMessage(), failure, kind, true, getCause());
    }

    /** Whether what was asked for may be done all the same. When not, nothing was changed. */
    public boolean mayHaveHappened() {
        return mayHaveHappened;
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
