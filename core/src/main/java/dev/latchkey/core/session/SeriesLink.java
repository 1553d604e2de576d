package dev.latchkey.core.session;

import dev.latchkey.core.token.SeriesId;
import java.util.Objects;
import java.util.Optional;

/**
 * How a session stands to a remember-me series.
 *
 * <p>A session that a series brought back is <em>unconfirmed</em> until a request presents its token: only that shows
 * that the answer with the new cookies arrived.
 */
public sealed interface SeriesLink {
    /** The browser asked not to be remembered. */
    record None() implements SeriesLink {
        private static final None INSTANCE = new None();
    }

    /**
     * The browser holds that series and a credential was proven in this session.
     *
     * @param id the series
     * @param isConfirmed whether it is known that the browser got its cookies
     */
    record Holds(SeriesId id, boolean isConfirmed) implements SeriesLink {
        /** Refuses a missing id. */
        public Holds {
            Objects.requireNonNull(id, "id");
        }

        /** The link of a login, by which no token was spent. */
        public Holds(SeriesId id) {
            this(id, true);
        }
    }

    /**
     * The series brought the session back and no credential was proven in it: a <em>remembered</em> session, never
     * fresh.
     *
     * @param id the series
     * @param isConfirmed whether it is known that the browser got its cookies
     */
    record BornOf(SeriesId id, boolean isConfirmed) implements SeriesLink {
        /** Refuses a missing id. */
        public BornOf {
            Objects.requireNonNull(id, "id");
        }

        /** The link of a session that was brought back just now. */
        public BornOf(SeriesId id) {
            this(id, false);
        }
    }

    /** No series: always the same object. */
    static SeriesLink none() {
        return None.INSTANCE;
    }

    /** The series that ends with the session, and the session with it; empty when there is none. */
    default Optional<SeriesId> series() {
        return switch (this) {
            case None() -> Optional.empty();
            case Holds(SeriesId id, boolean isConfirmed) -> Optional.of(id);
            case BornOf(SeriesId id, boolean isConfirmed) -> Optional.of(id);
        };
    }

    /** Whether it is yet to be noted that the browser got its cookies. */
    default boolean isUnconfirmed() {
        return switch (this) {
            case None none -> false;
            case Holds holds -> !holds.isConfirmed();
            case BornOf bornOf -> !bornOf.isConfirmed();
        };
    }

    /** The same link once a request presented the session's token. */
    default SeriesLink confirmed() {
        return switch (this) {
            case None none -> none;
            case Holds(SeriesId id, boolean isConfirmed) -> isConfirmed ? this : new Holds(id, true);
            case BornOf(SeriesId id, boolean isConfirmed) -> isConfirmed ? this : new BornOf(id, true);
        };
    }

    /** The same link once a credential was proven. */
    default SeriesLink proven() {
        return this instanceof BornOf(SeriesId id, boolean isConfirmed) ? new Holds(id, isConfirmed) : this;
    }
}
