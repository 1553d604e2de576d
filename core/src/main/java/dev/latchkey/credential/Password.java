package dev.latchkey.credential;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * A password as typed, normalised once to NFKC so that the same keys on another machine give the same bytes
 * (NIST SP 800-63B §3.1.1.2). Nothing is trimmed, folded or cut: every byte counts.
 */
public final class Password {
    /** Longest password, in bytes of UTF-8 after normalisation. */
    public static final int MAX_BYTES = 1024;

    private final byte[] utf8;

    private Password(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * Normalises what was typed. Empty when it is empty, holds half a surrogate pair (which has no bytes in UTF-8, so
     * that many passwords would be one), or is longer than {@link #MAX_BYTES}: tell the client so before
     * looking any user up, or the refusal would show who exists (ASVS 5.0 V6.2.9).
     */
    public static Optional<Password> parse(String typed) {
        if (typed.isEmpty() || typed.length() > MAX_BYTES || typed.codePoints().anyMatch(Password::isHalfAPair)) {
            return Optional.empty();
        }
        byte[] utf8 = Normalizer.normalize(typed, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        return utf8.length > MAX_BYTES ? Optional.empty() : Optional.of(new Password(utf8));
    }

    private static boolean isHalfAPair(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** A copy of the normalised bytes, for a hasher. */
    public byte[] toUtf8() {
        return utf8.clone();
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
