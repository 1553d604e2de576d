package dev.latchkey.http.api.verify;

import java.nio.charset.StandardCharsets;

/**
 * Text in a header of our own: UTF-8, percent-encoded but for {@code @} and the characters that RFC 8187 §3.2.1 leaves
 * as they are. Most usernames and e-mail addresses read the same, and none can break out of its line or list.
 */
final class HeaderText {
    private static final String PLAIN = "!#$&+-.^_`|~@";
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private HeaderText() {}

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            boolean isAlphanumeric =
                    (unit >= '0' && unit <= '9') || (unit >= 'A' && unit <= 'Z') || (unit >= 'a' && unit <= 'z');
            if (isAlphanumeric || (unit > 0 && PLAIN.indexOf(unit) >= 0)) {
                encoded.append((char) unit);
            } else {
                encoded.append('%').append(HEX[(unit >> 4) & 0xf]).append(HEX[unit & 0xf]);
            }
        }
        return encoded.toString();
    }
}
