package dev.latchkey.spring;

import dev.latchkey.core.Stores;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where logins are kept, and what it knows of the time.
 *
 * @param stores everything that is kept there
 * @param lastSeen when the clock was last believed there; empty for a new one
 * @param seen keeps that time as one at which the clock was believed
 */
record Storage(Stores stores, Optional<Instant> lastSeen, Consumer<Instant> seen) {
    /** In memory, which is told aloud. */
    static Storage memory() {
        return new Storage(Stores.memory(), Optional.empty(), now -> {});
    }
}
