package dev.latchkey.http.csrf;

import dev.latchkey.store.SecretStore;
import dev.latchkey.token.Tokens;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and checks CSRF tokens: HMAC-SHA-256 over a random nonce that only this browser holds, in an HttpOnly cookie.
 *
 * <p>A cookie alone proves nothing, another browser's token proves nothing, and nothing is stored but one key.
 * Thread-safe.
 */
public final class CsrfTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{22}");

    private final SecretKeySpec key;
    private final Tokens tokens;

    /** Takes the installation's key, making it the first time. */
    public CsrfTokens(SecretStore secrets, Tokens tokens) {
        this.key = new SecretKeySpec(secrets.getOrCreate("csrf", tokens.newSecret(KEY_BYTES)), ALGORITHM);
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
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac(nonce));
    }

    /** Whether the token goes with the nonce. Takes the same time whatever differs. */
    public boolean isValid(String nonce, String token) {
        return MessageDigest.isEqual(
                token(nonce).getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] mac(String nonce) {
        byte[] message = nonce.getBytes(StandardCharsets.US_ASCII);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(message.length).flip());
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }
}
