package dev.latchkey.core.credential;

/**
 * Hashes passwords slowly, on purpose. Thread-safe. Call it through {@link HashingBulkhead}: one call costs tens of
 * milliseconds and tens of MiB.
 */
public interface PasswordHasher {
    /** Hashes with the current parameters and a new salt. */
    PasswordHash hash(Password password);

    /**
     * Compares in constant time. Never throws for a hash it cannot read or whose parameters are beyond its bounds
     * (a poisoned store must not exhaust memory): it then does the work of {@link #decoy} and answers
     * {@link Verification#DIFFERS}.
     */
    Verification verify(Password password, PasswordHash hash);

    /**
     * A hash that no password matches, with the current parameters: verified instead of a missing or disabled user's,
     * so that the answer takes the same time (ASVS 5.0 V6.3.8).
     */
    PasswordHash decoy();

    /**
     * Names what verifying that hash costs: the same text for two hashes that take the same work, another one for two
     * that do not, so that names nobody has can be made to take what those of users take (ASVS 5.0 V6.3.8). Not for
     * display. Default: an empty text, right for a hasher of which every hash takes the same work.
     */
    default String cost(PasswordHash hash) {
        return "";
    }

    /** What a comparison found. */
    enum Verification {
        /** The password is right and its hash is to stay: it has the current parameters, or saw only a part of what was typed. */
        MATCHES,
        /** The password is right and should be hashed anew: the parameters were raised since. */
        MATCHES_BUT_OUTDATED,
        /** The password is wrong. */
        DIFFERS
    }
}
