package dev.latchkey.session;

import dev.latchkey.token.SeriesId;
import java.util.Objects;
import java.util.Optional;

/** How a session stands to a remember-me series. */
public sealed interface SeriesLink {
    /** The browser asked not to be remembered. */
    record None() implements SeriesLink {
        private static final None INSTANCE = new None();
    }

    /**
     * The browser holds that series and a credential was proven in this session.
     *
     * @param id the series
     */
    record Holds(SeriesId id) implements SeriesLink {
        /** Refuses a missing id. */
        public Holds {
            Objects.requireNonNull(id, "id");
        }
    }

    /**
     * The series brought the session back and no credential was proven in it: a <em>remembered</em> session, never
     * fresh.
     *
     * @param id the series
     */
    record BornOf(SeriesId id) implements SeriesLink {
        /** Refuses a missing id. */
        public BornOf {
            Objects.requireNonNull(id, "id");
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
            case Holds(SeriesId id) -> Optional.of(id);
            case BornOf(SeriesId id) -> Optional.of(id);
        };
    }

    /** The same link once a credential was proven. */
    default SeriesLink proven() {
        return this instanceof BornOf(SeriesId id) ? new Holds(id) : this;
    }
}
