package dev.latchkey.core.token;

import java.util.Objects;

/**
 * The public name of a remember-me series, and the selector half of its cookie: it finds the series and proves nothing,
 * so it may be logged.
 *
 * @param value 22 characters base64url: 12 bits of partition, 116 random ones
 */
public record SeriesId(String value) {
    static final int LENGTH = 22;

    /**
     * Accepts a name made by {@link Tokens}, also when it comes back from a client.
     *
     * @throws IllegalArgumentException when the value has another length or alphabet
     */
    public SeriesId {
        Objects.requireNonNull(value, "value");
        if (!Base64Url.isWellFormed(value, LENGTH)) {
            throw new IllegalArgumentException("a series id has 22 base64url characters, not " + value.length());
        }
    }

    /** The partition of the principal who is remembered, 0 to 4095: the first 12 bits. */
    public int partition() {
        return Partition.decode(value.charAt(0), value.charAt(1));
    }

    @Override
    public String toString() {
        return value;
    }
}
