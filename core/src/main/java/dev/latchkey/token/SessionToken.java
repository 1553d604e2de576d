package dev.latchkey.token;

import java.security.MessageDigest;
import java.util.Optional;

/**
 * The secret in the session cookie: 256 random bits, never stored and never logged.
 *
 * <p>Immutable and thread-safe. Equality takes the same time whatever differs.
 *
 * @see <a href="https://github.com/OWASP/ASVS">ASVS 5.0 V7.2.3, V11.5.1</a>
 */
public final class SessionToken {
    /** Length of the cookie value in characters. */
    public static final int LENGTH = 43;

    static final int BYTES = 32;

    private final byte[] secret;

    SessionToken(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a session token has 32 bytes, not " + secret.length);
        }
        this.secret = secret;
    }

    /**
     * Reads a cookie value. Empty when its length or alphabet is wrong, so that such a value never reaches a store.
     */
    public static Optional<SessionToken> parse(String cookieValue) {
        return Base64Url.isWellFormed(cookieValue, LENGTH)
                ? Optional.of(new SessionToken(Base64Url.decode(cookieValue)))
                : Optional.empty();
    }

    /** What goes into {@code Set-Cookie}, and nowhere else: 43 characters base64url. */
    public String cookieValue() {
        return Base64Url.encode(secret);
    }

    /** What a store may keep of this token. */
    public TokenHash hash() {
        return new TokenHash(Sha256.digest(secret));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionToken that && MessageDigest.isEqual(secret, that.secret);
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
