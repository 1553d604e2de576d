package dev.latchkey.core.token;

/**
 * How a token spells the partition of its principal: 12 bits as two characters base64url, before anything random. So
 * whoever keeps sessions in several places knows from the cookie alone which of them to ask.
 */
final class Partition {
    /** How many characters it takes. */
    static final int LENGTH = 2;

    private static final int COUNT = 1 << 12;
    private static final int SIX_BITS = 63;

    private Partition() {}

    /**
     * Its two characters.
     *
     * @throws IllegalArgumentException unless it is 0 to 4095
     */
    static String encode(int partition) {
        if (partition < 0 || partition >= COUNT) {
            throw new IllegalArgumentException("a partition is 0 to 4095, not " + partition);
        }
        return String.valueOf(
                new char[] {Base64Url.characterOf(partition >> 6), Base64Url.characterOf(partition & SIX_BITS)});
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
