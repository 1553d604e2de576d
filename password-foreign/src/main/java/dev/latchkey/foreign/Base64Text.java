package dev.latchkey.foreign;

import java.util.Base64;
import java.util.Optional;

/** Base64 as other products write it, with or without padding. */
final class Base64Text {
    private Base64Text() {}

    /** Empty when it is not Base64. */
    static Optional<byte[]> decode(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }
}
