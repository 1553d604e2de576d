package dev.latchkey.foreign;

import dev.latchkey.core.credential.ForeignPasswordFormat;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import java.util.Arrays;
import java.util.Optional;

/** One product's hashes: how they are spelled, and what verifying one takes. */
interface Format extends ForeignPasswordFormat {
    /** What made these hashes. */
    String name();

    /** How a hash of this format is kept, given how that product spells it. Empty when it is of another format. */
    Optional<String> stored(String exported);

    /** What a kept hash says, checked and bounded. */
    Reading read(String stored);

    @Override
    default boolean reads(PasswordHash hash) {
        return stored(hash.phc()).filter(hash.phc()::equals).isPresent();
    }

    @Override
    default boolean matches(Password password, PasswordHash hash) {
        byte[] typed = password.toRawUtf8();
        try {
            return read(hash.phc())
                    .asDerivation()
                    .filter(derivation -> derivation.matches(typed))
                    .isPresent();
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    @Override
    default boolean tellsApart(Password password, PasswordHash hash) {
        byte[] typed = password.toRawUtf8();
        try {
            return read(hash.phc())
                    .asDerivation()
                    .filter(derivation -> derivation.tellsApart(typed))
                    .isPresent();
        } finally {
            Arrays.fill(typed, (byte) 0);
        }
    }

    @Override
    default String cost(PasswordHash hash) {
        return read(hash.phc()).asDerivation().map(Derivation::cost).orElse("");
    }
}
