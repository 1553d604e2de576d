package dev.latchkey.core.credential;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/**
 * A password as typed, normalised once to NFKC so that the same keys on another machine give the same bytes
 * (NIST SP 800-63B §3.1.1.2). Nothing is trimmed, folded or cut: every byte counts.
 */
public final class Password {
    /** Longest password, in bytes of UTF-8, as typed and after normalisation. */
    public static final int MAX_BYTES = 1024;

    private final byte[] utf8;
    private final byte[] rawUtf8;

    private Password(byte[] utf8, byte[] rawUtf8) {
        this.utf8 = utf8;
        this.rawUtf8 = rawUtf8;
    }

    /**
     * Normalises what was typed. Empty when it is empty or longer than {@link #MAX_BYTES}: tell the client so before
     * looking any user up, or the refusal would show who exists (ASVS 5.0 V6.2.9).
     */
    public static Optional<Password> parse(String typed) {
        if (typed.isEmpty() || typed.length() > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] rawUtf8 = typed.getBytes(StandardCharsets.UTF_8);
        byte[] utf8 = Normalizer.normalize(typed, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        return utf8.length > MAX_BYTES || rawUtf8.length > MAX_BYTES
                ? Optional.empty()
                : Optional.of(new Password(utf8, rawUtf8));
    }

    /** A copy of the normalised bytes, for a hasher. */
    public byte[] toUtf8() {
        return utf8.clone();
    }

    /** A copy of the bytes as typed, not normalised: for hashes of products that do not normalise, and nothing else. */
    public byte[] toRawUtf8() {
        return rawUtf8.clone();
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
