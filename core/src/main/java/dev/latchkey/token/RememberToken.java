package dev.latchkey.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The secret in the remember-me cookie: a selector that finds the series, and a validator of 256 bits that is good for
 * one generation of it. Never stored and never logged; immutable and thread-safe.
 *
 * <p>Each validator is the HMAC of the one before it. Whoever holds the key <em>and</em> the predecessor computes the
 * same successor, so any node can hand it to tabs that come at once; who holds only the key, as in a dump of the store,
 * computes nothing, because the store keeps hashes.
 */
public final class RememberToken {
    /** Length of the cookie value in characters. */
    public static final int LENGTH = SeriesId.LENGTH + 1 + SessionToken.LENGTH;

    private final SeriesId series;
    private final byte[] validator;

    RememberToken(SeriesId series, byte[] validator) {
        if (validator.length != SessionToken.BYTES) {
            throw new IllegalArgumentException("a validator has 32 bytes, not " + validator.length);
        }
        this.series = series;
        this.validator = validator;
    }

    /**
     * Reads a cookie value. Empty when its length or alphabet is wrong, so that such a value never reaches a store.
     */
    public static Optional<RememberToken> parse(String cookieValue) {
        if (cookieValue.length() != LENGTH || cookieValue.charAt(SeriesId.LENGTH) != '.') {
            return Optional.empty();
        }
        String selector = cookieValue.substring(0, SeriesId.LENGTH);
        String validator = cookieValue.substring(SeriesId.LENGTH + 1);
        return Base64Url.isWellFormed(selector, SeriesId.LENGTH)
                        && Base64Url.isWellFormed(validator, SessionToken.LENGTH)
                ? Optional.of(new RememberToken(new SeriesId(selector), Base64Url.decode(validator)))
                : Optional.empty();
    }

    /** The series it claims to belong to. */
    public SeriesId series() {
        return series;
    }

    /** What goes into {@code Set-Cookie}, and nowhere else: selector, a dot, validator. */
    public String cookieValue() {
        return series.value() + "." + Base64Url.encode(validator);
    }

    /** What a store may keep of the validator. */
    public TokenHash hash() {
        return new TokenHash(Sha256.digest(validator));
    }

    /** The token of the next generation. */
    public RememberToken successor(HmacKey key) {
        return new RememberToken(series, key.mac("remember successor", selectorBytes(), validator));
    }

    /**
     * The token of the one session that this generation brings back: the same for every tab that comes with its
     * predecessor, so that a browser with fifty tabs gets one session and not fifty.
     */
    public SessionToken sessionToken(HmacKey key) {
        return new SessionToken(key.mac("remembered session", selectorBytes(), validator));
    }

    private byte[] selectorBytes() {
        return series.value().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RememberToken that
                && series.equals(that.series)
                && MessageDigest.isEqual(validator, that.validator);
    }

    @Override
    public int hashCode() {
        return hash().hashCode();
    }

    @Override
    public String toString() {
        return "RememberToken[…]";
    }
}
