package dev.latchkey.core.store;

import java.time.Instant;
import java.util.Objects;

/** One version of a long-lived key, as a {@link SecretStore} keeps it. Immutable and thread-safe; never printed. */
public final class Secret {
    private final String purpose;
    private final int version;
    private final byte[] value;
    private final Instant createdAt;

    /**
     * Copies the value.
     *
     * @param purpose what it is for
     * @param version 1 or more
     * @param value the key, never empty
     * @param createdAt when it was made
     * @throws IllegalArgumentException when the version or the value is none
     */
    public Secret(String purpose, int version, byte[] value, Instant createdAt) {
        this.purpose = Objects.requireNonNull(purpose, "purpose");
        this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
        if (version < 1 || value.length == 0) {
            throw new IllegalArgumentException("a secret has a version from 1 on and is not empty");
        }
        this.version = version;
        this.value = value.clone();
    }

    /** What it is for. */
    public String purpose() {
        return purpose;
    }

    /** Which version it is, from 1 on. */
    public int version() {
        return version;
    }

    /** A copy of the key. */
    public byte[] value() {
        return value.clone();
    }

    /** When it was made. */
    public Instant createdAt() {
        return createdAt;
    }

    @Override
    public String toString() {
        return "Secret[" + purpose + " " + version + " …]";
    }
}
