package dev.latchkey.core.credential;

import java.util.Objects;

/**
 * What is kept of a password: a string in PHC format that names its algorithm, parameters and salt.
 *
 * <p>Never logged: offline it can be guessed at.
 */
public final class PasswordHash {
    private final String phc;

    /** Wraps what a hasher made or a store kept. */
    public PasswordHash(String phc) {
        this.phc = Objects.requireNonNull(phc, "phc");
    }

    /** The string for a store or a hasher. */
    public String phc() {
        return phc;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PasswordHash that && phc.equals(that.phc);
    }

    @Override
    public int hashCode() {
        return phc.hashCode();
    }

    @Override
    public String toString() {
        return "PasswordHash[…]";
    }
}
