package dev.latchkey.token;

import java.security.MessageDigest;

/**
 * The SHA-256 of a token: all that a store keeps of it, and the key it is found by.
 *
 * <p>A plain hash is enough because a token has 256 random bits (ASVS 5.0 V6.5.2 asks a slow hash only below 112).
 * It opens nothing, but it is not for logs either: who reads one could recognise a token they hold.
 */
public final class TokenHash {
    /** Length in bytes. */
    public static final int BYTES = 32;

    private final byte[] hash;

    /**
     * Wraps what a store kept. The array is not copied: it must not change afterwards.
     *
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public TokenHash(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a token hash has 32 bytes, not " + hash.length);
        }
        this.hash = hash;
    }

    /** A copy, for a store to write. */
    public byte[] toBytes() {
        return hash.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && MessageDigest.isEqual(hash, that.hash);
    }

    /** Any four bytes of a SHA-256 spread as well as any others. */
    @Override
    public int hashCode() {
        return hash[0] << 24 | (hash[1] & 0xff) << 16 | (hash[2] & 0xff) << 8 | (hash[3] & 0xff);
    }

    @Override
    public String toString() {
        return "TokenHash[…]";
    }
}
