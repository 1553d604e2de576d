package dev.latchkey.core.token;

import java.util.Arrays;
import java.util.Base64;

/** The alphabet of RFC 4648 §5 without padding, checked strictly: one byte string has exactly one spelling. */
final class Base64Url {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final byte[] VALUES = values();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }

    /** Tells whether {@code text} has that length, this alphabet, and no stray bits in its last character. */
    static boolean isWellFormed(String text, int length) {
        return text.length() == length && isWellFormed(text, 0, length);
    }

    /** The same for the part of {@code text} from {@code start} on, {@code end} excluded. */
    static boolean isWellFormed(String text, int start, int end) {
        int last = 0;
        for (int i = start; i < end; i++) {
            last = valueOf(text.charAt(i));
            if (last < 0) {
                return false;
            }
        }
        // 43 characters carry 258 bits and 22 carry 132: what exceeds whole bytes must be zero, else one token
        // would have several spellings.
        int strayBits = (end - start) * 6 % 8;
        return (last & ((1 << strayBits) - 1)) == 0;
    }

    /** The six bits that a character stands for; negative when it is not of the alphabet. */
    static int valueOf(int c) {
        return c < VALUES.length ? VALUES[c] : -1;
    }

    static char characterOf(int sixBits) {
        return ALPHABET.charAt(sixBits);
    }

    /** Decodes text that {@link #isWellFormed} accepted. */
    static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
