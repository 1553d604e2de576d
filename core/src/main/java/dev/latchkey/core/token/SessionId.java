package dev.latchkey.core.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/** The public name of a session: safe in logs, URLs and lists, useless as a cookie. Immutable and thread-safe. */
public final class SessionId {
    static final int LENGTH = 22;

    private static final int BYTES = 16;

    /** Two numbers and no text: a cache keeps very many of these. */
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long high;
    private final long low;

    /**
     * Accepts a name made by {@link Tokens}, also when it comes back from a client.
     *
     * @param value 22 characters base64url: 12 bits of partition, 116 random ones
     * @throws IllegalArgumentException when the value has another length or alphabet
     */
    public SessionId(String value) {
        Objects.requireNonNull(value, "value");
        if (!Base64Url.isWellFormed(value, LENGTH)) {
            throw new IllegalArgumentException("a session id has 22 base64url characters, not " + value.length());
        }
        byte[] bytes = Base64Url.decode(value);
        this.high = (long) LONGS.get(bytes, 0);
        this.low = (long) LONGS.get(bytes, 8);
    }

    /** The partition of the principal whose session it is, 0 to 4095: the first 12 bits. */
    public int partition() {
        return Partition.inscribed(high);
    }

    /** Its 22 characters. */
    public String value() {
        byte[] bytes = new byte[BYTES];
        LONGS.set(bytes, 0, high);
        LONGS.set(bytes, 8, low);
        return Base64Url.encode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionId that && high == that.high && low == that.low;
    }

    /** Any bits of a random number spread as well as any others. */
    @Override
    public int hashCode() {
        return (int) low;
    }

    @Override
    public String toString() {
        return value();
    }
}
