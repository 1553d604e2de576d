package dev.latchkey.principal;

import java.util.Objects;

/**
 * Names a principal for good: opaque, stable, loggable, never a username.
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record PrincipalId(String value) {
    private static final int MAX_LENGTH = 128;

    /**
     * Accepts an id made by Latchkey or by the application that owns the users.
     *
     * @throws IllegalArgumentException when the length or alphabet is wrong
     */
    public PrincipalId {
        Objects.requireNonNull(value, "value");
        if (value.isEmpty() || value.length() > MAX_LENGTH || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("a principal id has 1 to 128 visible ASCII characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
