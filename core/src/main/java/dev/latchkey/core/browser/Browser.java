package dev.latchkey.core.browser;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * What is kept of the browser that logged in: enough to tell its owner which one it is and to notice that another one
 * has its cookie, and no more. No version, no full address.
 *
 * @param family what kind of browser, at most 64 characters; an empty string when unknown
 * @param platform what it runs on, at most 64 characters; an empty string when unknown
 * @param network the /24 or /48 it logged in from; an empty string when unknown
 * @param exact a hash of the exact address and User-Agent, 22 characters; an empty string unless it was asked for
 */
public record Browser(String family, String platform, String network, String exact) {
    private static final int MAX_LENGTH = 64;
    private static final int EXACT_BYTES = 16;
    private static final Browser UNKNOWN = new Browser("", "", "", "");

    /** Cuts what is too long and drops what is not printable: it came from a stranger and is shown to people. */
    public Browser {
        family = printable(family);
        platform = printable(platform);
        network = printable(network);
        exact = printable(exact);
    }

    /** Nothing known: a session that began outside a browser, or before this was kept. */
    public static Browser unknown() {
        return UNKNOWN;
    }

    /** What may be kept of a client, without {@link #exact}. */
    public static Browser of(Client client) {
        return new Browser(client.family(), client.platform(), client.address().network(), "");
    }

    /** What may be kept of a client, with {@link #exact}. */
    public static Browser exactly(Client client) {
        return new Browser(client.family(), client.platform(), client.address().network(), hash(client));
    }

    private static String hash(Client client) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((client.address().hex() + "\n" + client.userAgent()).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, EXACT_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** A loop and no stream: every request comes by here. */
    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    static String printable(String text) {
        if (text.length() <= MAX_LENGTH && isPrintable(text)) {
            return text;
        }
        StringBuilder kept = new StringBuilder();
        text.chars().filter(c -> c >= ' ' && c < 0x7f).limit(MAX_LENGTH).forEach(c -> kept.append((char) c));
        return kept.toString();
    }
}
