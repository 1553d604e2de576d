package dev.latchkey.core.store;

import java.util.Locale;
import java.util.Objects;

/**
 * Why a store cannot answer, in the four parts that let a person act: what failed, which one, what it met, what to do.
 * Holds no value that was asked for.
 *
 * @param cause the kind, for counting and deciding
 * @param what the kind of store, such as {@code database}
 * @param where which one: a file's absolute path, or an address without its credentials
 * @param reason what it met, and as whom
 * @param cure what to do
 */
public record StoreFailure(Cause cause, String what, String where, String reason, String cure) {
    /** What kind of trouble a store can be in. */
    public enum Cause {
        /** No room is left where it keeps its data. */
        FULL,
        /** It may be read and not written. */
        READ_ONLY,
        /** The account that runs this may not open it. */
        FORBIDDEN,
        /** The disk or the file system reports an error. */
        IO_ERROR,
        /** What is there is something else. */
        NOT_A_DATABASE,
        /** What is there is damaged. */
        CORRUPT,
        /** Someone else holds it for writing. */
        LOCKED,
        /** A table that belongs there is not there. */
        MISSING_TABLE,
        /** It was removed, replaced or cut short while it was in use. */
        GONE,
        /** There is none, and none was to be made. */
        ABSENT,
        /** There is no way to it, or nobody is there. */
        UNREACHABLE,
        /** It does not answer in time. */
        TIMEOUT,
        /** More wait for it than may. */
        BUSY,
        /** It was closed. */
        CLOSED,
        /** Anything else. */
        OTHER;

        /** As metrics and answers for machines spell it: {@code read_only}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Nothing may be missing. */
    public StoreFailure {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(cure, "cure");
    }

    /** The four parts on two lines. */
    public String message() {
        return what + " = " + where + ": " + reason + System.lineSeparator() + "  " + cure;
    }
}
