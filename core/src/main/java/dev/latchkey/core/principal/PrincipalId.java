package dev.latchkey.core.principal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/** Names a principal for good: opaque, stable, loggable, never a username. Immutable and thread-safe. */
public final class PrincipalId {
    private static final int MAX_LENGTH = 128;

    private final String value;
    private final int partition;

    /**
     * Accepts an id made by Latchkey or by the application that owns the users.
     *
     * @param value 1 to 128 visible ASCII characters
     * @throws IllegalArgumentException when the length or alphabet is wrong
     */
    public PrincipalId(String value) {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a principal id has 1 to 128 visible ASCII characters");
        }
        this.value = value;
        this.partition = partitionOf(value);
    }

    /** Its characters. */
    public String value() {
        return value;
    }

    /**
     * Where everything that the principal owns belongs together, in stores that keep it in several places: the first 12
     * bits of the SHA-256 of the id, 0 to 4095. Every token of theirs names it, so it is computed once and never changes.
     */
    public int partition() {
        return partition;
    }

    private static int partitionOf(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return (hash[0] & 0xff) << 4 | (hash[1] & 0xff) >> 4;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrincipalId that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
