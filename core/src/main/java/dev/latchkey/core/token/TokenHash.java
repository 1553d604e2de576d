package dev.latchkey.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The SHA-256 of a token: all that a store keeps of it, and the key it is found by. That of a session token has the
 * token's partition in place of its first 12 bits, so that a store in several places knows which of them to ask.
 *
 * <p>A plain hash is enough because a token has 256 random bits (ASVS 5.0 V6.5.2 asks a slow hash only below 112).
 * It opens nothing, but it is not for logs either: who reads one could recognise a token they hold.
 */
public final class TokenHash {
    /** Length in bytes. */
    public static final int BYTES = 32;

    /** Four numbers and no array: a cache keeps very many of these, and every request makes and compares one. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long a;
    private final long b;
    private final long c;
    private final long d;

    /**
     * Takes what a store kept.
     *
     * @throws IllegalArgumentException unless there are 32 bytes
     */
    public TokenHash(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a token hash has 32 bytes, not " + hash.length);
        }
        this.a = (long) LONGS.get(hash, 0);
        this.b = (long) LONGS.get(hash, 8);
        this.c = (long) LONGS.get(hash, 16);
        this.d = (long) LONGS.get(hash, 24);
    }

    /** A copy, for a store to write. */
    public byte[] toBytes() {
        byte[] bytes = new byte[BYTES];
        LONGS.set(bytes, 0, a);
        LONGS.set(bytes, 8, b);
        LONGS.set(bytes, 16, c);
        LONGS.set(bytes, 24, d);
        return bytes;
    }

    /** The partition that a session token claims its principal is in, 0 to 4095. Means nothing for any other token. */
    public int partition() {
        return Partition.inscribed(a);
    }

    /** Takes the same time whatever differs. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TokenHash that && ((a ^ that.a) | (b ^ that.b) | (c ^ that.c) | (d ^ that.d)) == 0;
    }

    /** Any four bytes of a SHA-256 spread as well as any others, but for the first two. */
    @Override
    public int hashCode() {
        return (int) d;
    }

    @Override
    public String toString() {
        return "TokenHash[…]";
    }
}
