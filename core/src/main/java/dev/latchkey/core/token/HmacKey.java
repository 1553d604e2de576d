package dev.latchkey.core.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A long-lived key of the installation, for HMAC-SHA-256. Immutable and thread-safe; never printed.
 *
 * <p>Every use names its purpose, and every part is preceded by its length, so that no two uses and no two splittings
 * of the same bytes ever meet.
 */
public final class HmacKey {
    /** How long a key is, in bytes. */
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    /**
     * Wraps a key that a secret store kept.
     *
     * @throws IllegalArgumentException when it has fewer than 32 bytes
     */
    public HmacKey(byte[] key) {
        if (key.length < BYTES) {
            throw new IllegalArgumentException("a key has at least 32 bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * 32 bytes that only a holder of the key can compute.
     *
     * @param purpose what they are for; not secret
     */
    public byte[] mac(String purpose, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            update(mac, purpose.getBytes(StandardCharsets.UTF_8));
            for (byte[] part : parts) {
                update(mac, part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }

    private static void update(Mac mac, byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        mac.update(part);
    }

    @Override
    public String toString() {
        return "HmacKey[…]";
    }
}
