package dev.latchkey.core.token;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * Makes every random value of the product. Thread-safe.
 *
 * <p>The public constructor only ever uses a {@link SecureRandom} (ASVS 5.0 V11.5.1).
 */
public final class Tokens {
    private static final int ID_BYTES = 16;

    private final RandomGenerator random;

    /** Uses the platform's {@link SecureRandom}. */
    public Tokens() {
        this(new SecureRandom());
    }

    Tokens(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A new secret of 256 bits.
     *
     * @param partition that of the principal whose session it is for, 0 to 4095
     */
    public SessionToken newSessionToken(int partition) {
        return new SessionToken(partition, newSecret(SessionToken.BYTES));
    }

    /**
     * A new public session name: the partition and 116 random bits.
     *
     * @param partition that of the principal whose session it is, 0 to 4095
     */
    public SessionId newSessionId(int partition) {
        return new SessionId(newName(partition));
    }

    /**
     * A new public name of a remember-me series: the partition and 116 random bits.
     *
     * @param partition that of the principal who is to be remembered, 0 to 4095
     */
    public SeriesId newSeriesId(int partition) {
        return new SeriesId(newName(partition));
    }

    private String newName(int partition) {
        return Base64Url.encode(Partition.inscribe(partition, newSecret(ID_BYTES)));
    }

    /**
     * The first token of a new remember-me series, with 256 bits of secret.
     *
     * @param partition that of the principal who is to be remembered, 0 to 4095
     * @param signing the key that says that we issued it
     */
    public RememberToken newRememberToken(int partition, HmacKey signing) {
        return RememberToken.first(partition, newSeriesId(partition), newSecret(SessionToken.BYTES), signing);
    }

    /** 128 random bits as 22 characters base64url, for ids that mean nothing. */
    public String newOpaqueId() {
        return Base64Url.encode(newSecret(ID_BYTES));
    }

    /**
     * Random bytes for a key or a nonce.
     *
     * @param length in bytes, 1 to 1024
     */
    public byte[] newSecret(int length) {
        if (length < 1 || length > 1024) {
            throw new IllegalArgumentException("a secret has 1 to 1024 bytes, not " + length);
        }
        byte[] secret = new byte[length];
        random.nextBytes(secret);
        return secret;
    }
}
