package dev.latchkey.http.csrf;

import dev.latchkey.core.token.HmacKey;
import dev.latchkey.core.token.KeyRing;
import dev.latchkey.core.token.Keyset;
import dev.latchkey.core.token.Tokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * Makes and checks CSRF tokens: HMAC-SHA-256 over a random nonce that only this browser holds, in an HttpOnly cookie.
 *
 * <p>A cookie alone proves nothing, another browser's token proves nothing, and nothing is stored but the keys.
 * Thread-safe.
 */
public final class CsrfTokens {
    private static final String KEY_NAME = "csrf";
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final Keyset keys;
    private final Tokens tokens;

    /** Takes the installation's keys, making the first one the first time. */
    public CsrfTokens(KeyRing keys, Tokens tokens) {
        this.keys = keys.keyset(KEY_NAME);
        this.tokens = tokens;
    }

    /** A nonce for a browser that has none: 22 characters base64url. */
    public String newNonce() {
        return tokens.newOpaqueId();
    }

    /** Whether a cookie value can be a nonce of ours; anything else is replaced. */
    public static boolean isNonce(String cookieValue) {
        return NONCE.matcher(cookieValue).matches();
    }

    /** The token that goes with a nonce: 43 characters base64url. */
    public String token(String nonce) {
        return token(keys.signing(), nonce);
    }

    /** Whether the token goes with the nonce. Takes the same time whatever differs. */
    public boolean isValid(String nonce, String token) {
        byte[] shown = token.getBytes(StandardCharsets.UTF_8);
        return keys.verifying().stream()
                .anyMatch(key -> MessageDigest.isEqual(token(key, nonce).getBytes(StandardCharsets.US_ASCII), shown));
    }

    private static String token(HmacKey key, String nonce) {
        byte[] mac = key.mac("csrf token", nonce.getBytes(StandardCharsets.US_ASCII));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }
}
