package dev.latchkey.foreign;

import dev.latchkey.credential.ForeignPasswordFormat;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.PasswordHash;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** One product's hashes: how they are spelled, and what verifying one takes. */
interface Format extends ForeignPasswordFormat {
    /** What made these hashes. */
    String name();

    /** How a hash of this format is kept, given how that product spells it. Empty when it is of another format. */
    Optional<String> stored(String exported);

    /** What a kept hash says, checked and bounded. Empty when it is damaged or its cost is out of bounds. */
    Optional<Derivation> derivation(String stored);

    /**
     * What a hash of this format asks for that is not there: a function or a variant that is understood to be one and not
     * computed here, such as {@code pbkdf2:sha384}. Empty when it is damaged or its cost is out of bounds.
     */
    default Optional<String> unsupported(String stored) {
        return Optional.empty();
    }

    @Override
    default boolean reads(PasswordHash hash) {
        return stored(hash.phc()).filter(hash.phc()::equals).isPresent();
    }

    @Override
    default boolean matches(Password password, PasswordHash hash) {
        byte[] typed = password.toRawUtf8();
        try {
            return derivation(hash.phc())
                    .filter(derivation -> MessageDigest.isEqual(derivation.derive(typed), derivation.expected()))
                    .isPresent();
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    @Override
    default boolean tellsApart(Password password, PasswordHash hash) {
        byte[] typed = password.toRawUtf8();
        try {
            return derivation(hash.phc())
                    .filter(derivation -> derivation.tellsApart(typed))
                    .isPresent();
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    @Override
    default String cost(PasswordHash hash) {
        return derivation(hash.phc()).map(Derivation::cost).orElse("");
    }
}
