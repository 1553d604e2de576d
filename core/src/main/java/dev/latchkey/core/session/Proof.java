package dev.latchkey.core.session;

import java.time.Instant;
import java.util.Objects;

/**
 * That a credential was proven in a session.
 *
 * @param method how
 * @param at when
 */
public record Proof(ProofMethod method, Instant at) {
    /** Refuses missing parts. */
    public Proof {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(at, "at");
    }

    /** A password was right at {@code now}. */
    public static Proof byPassword(Instant now) {
        return new Proof(ProofMethod.PASSWORD, now);
    }
}
