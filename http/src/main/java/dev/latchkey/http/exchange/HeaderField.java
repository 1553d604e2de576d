package dev.latchkey.http.exchange;

/**
 * One response header line.
 *
 * @param name the field name
 * @param value visible ASCII, spaces and tabs only
 */
public record HeaderField(String name, String value) {
    /**
     * Refuses what could break out of its line (response splitting).
     *
     * @throws IllegalArgumentException when the value holds a control character
     */
    public HeaderField {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c >= 0x7f) {
                throw new IllegalArgumentException("a header value is visible ASCII: " + name);
            }
        }
    }
}
