package dev.latchkey.core.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The secret in the remember-me cookie. Never stored and never logged; immutable and thread-safe. It is made of
 *
 * <ul>
 *   <li>the partition of its principal and a selector, which find the series;
 *   <li>a generation: how often the series was rotated before this token was issued;
 *   <li>a validator of 256 bits, which is good for that generation;
 *   <li>a MAC over all of these, which says that this installation issued them. So a token that was spent is told from
 *       a guess however long ago that was, without asking anybody.
 * </ul>
 *
 * <p>Each validator is the HMAC of the one before it. Whoever holds the key <em>and</em> the predecessor computes the
 * same successor, so any node can hand it to tabs that come at once; who holds only the key, as in a dump of the store,
 * computes nothing, because the store keeps hashes. A token, its MAC and its sessions are made with one and the same key,
 * so the MAC tells which of several it was.
 */
public final class RememberToken {
    private static final int VALIDATOR_BYTES = 32;

    /** Half of what HMAC-SHA-256 gives, as much as RFC 2104 §5 asks for. */
    private static final int MAC_BYTES = 16;

    private static final int BODY_BYTES = Integer.BYTES + VALIDATOR_BYTES + MAC_BYTES;
    private static final int BODY_AT = Partition.LENGTH + SeriesId.LENGTH + 1;

    /** Length of the cookie value in characters. */
    public static final int LENGTH = BODY_AT + (BODY_BYTES * 8 + 5) / 6;

    private final int partition;
    private final SeriesId series;
    private final int generation;
    private final byte[] validator;
    private final byte[] mac;

    private RememberToken(int partition, SeriesId series, int generation, byte[] validator, byte[] mac) {
        this.partition = partition;
        this.series = series;
        this.generation = generation;
        this.validator = validator;
        this.mac = mac;
    }

    private static RememberToken issue(
            int partition, SeriesId series, int generation, byte[] validator, HmacKey signing) {
        return new RememberToken(
                partition, series, generation, validator, mac(partition, series, generation, validator, signing));
    }

    /**
     * The first token of a series.
     *
     * @param partition that of the principal, 0 to 4095
     * @param validator 32 random bytes
     */
    static RememberToken first(int partition, SeriesId series, byte[] validator, HmacKey signing) {
        if (validator.length != VALIDATOR_BYTES) {
            throw new IllegalArgumentException("a validator has 32 bytes, not " + validator.length);
        }
        return issue(partition, series, 0, validator.clone(), signing);
    }

    /**
     * Reads a cookie value. Empty when its length or alphabet is wrong, so that such a value never reaches a store.
     */
    public static Optional<RememberToken> parse(String cookieValue) {
        if (cookieValue.length() != LENGTH
                || cookieValue.charAt(BODY_AT - 1) != '.'
                || !Partition.begins(cookieValue)
                || !Base64Url.isWellFormed(cookieValue, Partition.LENGTH, BODY_AT - 1)
                || !Base64Url.isWellFormed(cookieValue, BODY_AT, LENGTH)) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.wrap(Base64Url.decode(cookieValue.substring(BODY_AT)));
        int generation = body.getInt();
        byte[] validator = new byte[VALIDATOR_BYTES];
        byte[] mac = new byte[MAC_BYTES];
        body.get(validator).get(mac);
        return generation < 0
                ? Optional.empty()
                : Optional.of(new RememberToken(
                        Partition.decode(cookieValue.charAt(0), cookieValue.charAt(1)),
                        new SeriesId(cookieValue.substring(Partition.LENGTH, BODY_AT - 1)),
                        generation,
                        validator,
                        mac));
    }

    /** Whether this installation issued it, by that key. Takes the same time whatever differs. */
    public boolean isSignedWith(HmacKey key) {
        return MessageDigest.isEqual(mac, mac(partition, series, generation, validator, key));
    }

    /** The partition that it claims its principal is in, 0 to 4095. */
    public int partition() {
        return partition;
    }

    /** The series it claims to belong to. */
    public SeriesId series() {
        return series;
    }

    /** Which token of its series it claims to be, from 0. */
    public int generation() {
        return generation;
    }

    /** What goes into {@code Set-Cookie}, and nowhere else: {@value #LENGTH} characters. */
    public String cookieValue() {
        byte[] body = ByteBuffer.allocate(BODY_BYTES)
                .putInt(generation)
                .put(validator)
                .put(mac)
                .array();
        return Partition.encode(partition) + series.value() + "." + Base64Url.encode(body);
    }

    /** What a store may keep of the validator. */
    public TokenHash hash() {
        return new TokenHash(Sha256.digest(validator));
    }

    /** The token of the next generation, signed with the same key. */
    public RememberToken successor(HmacKey key) {
        byte[] next = key.mac("remember successor", selectorBytes(), validator);
        return issue(partition, series, Math.addExact(generation, 1), next, key);
    }

    /**
     * The token of a session that this generation brings back: the same for every tab that comes for it, so that a
     * browser with fifty tabs gets one session and not fifty.
     *
     * @param number which session of this generation, from 0: another one follows when a deadline ended the one before
     */
    public SessionToken sessionToken(HmacKey key, int number) {
        return new SessionToken(partition, key.mac("remembered session", selectorBytes(), validator, bytes(number)));
    }

    private static byte[] mac(int partition, SeriesId series, int generation, byte[] validator, HmacKey key) {
        byte[] whole = key.mac("remember token", bytes(partition), bytes(series), bytes(generation), validator);
        return Arrays.copyOf(whole, MAC_BYTES);
    }

    private byte[] selectorBytes() {
        return bytes(series);
    }

    private static byte[] bytes(SeriesId series) {
        return series.value().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RememberToken that
                && partition == that.partition
                && series.equals(that.series)
                && generation == that.generation
                && MessageDigest.isEqual(validator, that.validator)
                && MessageDigest.isEqual(mac, that.mac);
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
