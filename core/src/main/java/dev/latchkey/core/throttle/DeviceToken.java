package dev.latchkey.core.throttle;

import dev.latchkey.core.token.HmacKey;
import dev.latchkey.core.token.Keyset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The device cookie: proof that this browser logged in to that account before, with the credential of today. It opens
 * nothing; it only lets guesses be counted apart from those of strangers. Not stored anywhere.
 *
 * <p>It is bound to the account and to the epoch of its credential: after a change or a reset of the password, after its
 * owner was shut out, and when the name is given to somebody else, it is the cookie of a stranger.
 *
 * <p>Immutable and thread-safe; never logged, because a stranger who has it gets that budget.
 */
public final class DeviceToken {
    /** How long a browser counts as known after its latest login: as long as browsers keep any cookie. */
    public static final Duration MAX_AGE = Duration.ofDays(400);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);
    private static final Pattern FORMAT = Pattern.compile("([A-Za-z0-9_-]{22})\\.([0-9]{1,11})\\.([A-Za-z0-9_-]{43})");

    private final String id;
    private final long issuedAtSeconds;
    private final String mac;

    private DeviceToken(String id, long issuedAtSeconds, String mac) {
        this.id = id;
        this.issuedAtSeconds = issuedAtSeconds;
        this.mac = mac;
    }

    static DeviceToken issue(String id, Account account, HmacKey key, Instant now) {
        long seconds = now.getEpochSecond();
        return new DeviceToken(id, seconds, mac(id, seconds, account, key));
    }

    /**
     * Reads a cookie value. Empty unless it was issued for that account as it stands, and lately enough; does the same
     * work for {@link Account#nobody}.
     */
    static Optional<DeviceToken> verify(String cookieValue, Account account, Keyset keys, Instant now) {
        Matcher matcher = FORMAT.matcher(cookieValue);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long seconds = Long.parseLong(matcher.group(2));
        Instant issuedAt = Instant.ofEpochSecond(seconds);
        DeviceToken token = new DeviceToken(matcher.group(1), seconds, matcher.group(3));
        boolean isGenuine = keys.verifying().stream().anyMatch(key -> token.isSignedWith(key, account));
        return isGenuine
                        && !account.equals(Account.nobody())
                        && now.isBefore(issuedAt.plus(MAX_AGE))
                        && issuedAt.isBefore(now.plus(CLOCK_SKEW))
                ? Optional.of(token)
                : Optional.empty();
    }

    private boolean isSignedWith(HmacKey key, Account account) {
        return MessageDigest.isEqual(
                mac.getBytes(StandardCharsets.US_ASCII),
                mac(id, issuedAtSeconds, account, key).getBytes(StandardCharsets.US_ASCII));
    }

    private static String mac(String id, long seconds, Account account, HmacKey key) {
        byte[] mac = key.mac(
                "device",
                id.getBytes(StandardCharsets.US_ASCII),
                Long.toString(seconds).getBytes(StandardCharsets.US_ASCII),
                account.id().value().getBytes(StandardCharsets.UTF_8),
                Integer.toString(account.credentialEpoch()).getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    /** Names the browser in its budget. */
    String id() {
        return id;
    }

    /** What goes into {@code Set-Cookie}, and nowhere else: at most 80 characters. */
    public String cookieValue() {
        return id + "." + issuedAtSeconds + "." + mac;
    }

    @Override
    public String toString() {
        return "DeviceToken[…]";
    }
}
