package dev.latchkey.core.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The secret in the session cookie: the partition of its principal, which is no secret, and 256 random bits; never stored
 * and never logged.
 *
 * <p>Immutable and thread-safe. Equality takes the same time whatever differs.
 *
 * @see <a href="https://github.com/OWASP/ASVS">ASVS 5.0 V7.2.3, V11.5.1</a>
 */
public final class SessionToken {
    /** Length of the cookie value in characters. */
    public static final int LENGTH = Partition.LENGTH + 43;

    static final int BYTES = 32;

    /** Its characters and not the bits they stand for: nobody needs those, and every request would decode them. */
    private final byte[] text;

    private SessionToken(String cookieValue) {
        this.text = cookieValue.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Puts a token together.
     *
     * @param partition 0 to 4095
     */
    SessionToken(int partition, byte[] secret) {
        this(Partition.encode(partition) + Base64Url.encode(secret));
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a session token has 32 bytes, not " + secret.length);
        }
    }

    /**
     * Reads a cookie value. Empty when its length or alphabet is wrong, so that such a value never reaches a store.
     */
    public static Optional<SessionToken> parse(String cookieValue) {
        return cookieValue.length() == LENGTH
                        && Partition.begins(cookieValue)
                        && Base64Url.isWellFormed(cookieValue, Partition.LENGTH, LENGTH)
                ? Optional.of(new SessionToken(cookieValue))
                : Optional.empty();
    }

    /** The partition that it claims its principal is in, 0 to 4095: no session of a principal in another is its own. */
    public int partition() {
        return Partition.decode(text[0], text[1]);
    }

    /** What goes into {@code Set-Cookie}, and nowhere else: 45 characters base64url. */
    public String cookieValue() {
        return new String(text, StandardCharsets.US_ASCII);
    }

    /** What a store may keep of this token: the SHA-256 of its cookie value, in which the first 12 bits are the partition. */
    public TokenHash hash() {
        return new TokenHash(Partition.inscribe(partition(), Sha256.digest(text)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionToken that && MessageDigest.isEqual(text, that.text);
    }

    @Override
    public int hashCode() {
        return hash().hashCode();
    }

    @Override
    public String toString() {
        return "SessionToken[…]";
    }
}
