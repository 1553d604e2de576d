package dev.latchkey.core.token;

/**
 * How a token spells the partition of its principal: 12 bits as two characters base64url, before anything random. So
 * whoever keeps sessions in several places knows from the cookie alone which of them to ask. The names of sessions and
 * series, and the hashes of session tokens, begin with the same 12 bits, for a store that is asked by one of them.
 */
final class Partition {
    /** How many characters it takes. */
    static final int LENGTH = 2;

    private static final int BITS = 12;
    private static final int COUNT = 1 << BITS;
    private static final int SIX_BITS = 63;

    private Partition() {}

    /**
     * Its two characters.
     *
     * @throws IllegalArgumentException unless it is 0 to 4095
     */
    static String encode(int partition) {
        requireInRange(partition);
        return String.valueOf(
                new char[] {Base64Url.characterOf(partition >> 6), Base64Url.characterOf(partition & SIX_BITS)});
    }

    /**
     * Puts it in place of the first 12 of those bits, which it returns.
     *
     * @throws IllegalArgumentException unless it is 0 to 4095
     */
    static byte[] inscribe(int partition, byte[] bits) {
        requireInRange(partition);
        bits[0] = (byte) (partition >> 4);
        bits[1] = (byte) ((partition << 4) | (bits[1] & 0xf));
        return bits;
    }

    /** The partition that was {@linkplain #inscribe inscribed} in bits of which these are the first 64. */
    static int inscribed(long first64) {
        return (int) (first64 >>> (Long.SIZE - BITS));
    }

    private static void requireInRange(int partition) {
        if (partition < 0 || partition >= COUNT) {
            throw new IllegalArgumentException("a partition is 0 to 4095, not " + partition);
        }
    }

    /** Tells whether a text begins with two characters that can be one. */
    static boolean begins(String text) {
        return Base64Url.valueOf(text.charAt(0)) >= 0 && Base64Url.valueOf(text.charAt(1)) >= 0;
    }

    /** The partition that those two characters stand for, which {@link #begins} accepted. */
    static int decode(int first, int second) {
        return Base64Url.valueOf(first) << 6 | Base64Url.valueOf(second);
    }
}
