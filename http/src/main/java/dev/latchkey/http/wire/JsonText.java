package dev.latchkey.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.io.JsonStringEncoder;

/**
 * Puts the answers together that are given most, from pieces that are JSON already and texts that become strings of it.
 * A generator with its buffers and contexts was half of what this server adds to such an answer.
 */
final class JsonText {
    /** Longer than nearly every answer. */
    private static final int CAPACITY = 448;

    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final StringBuilder text = new StringBuilder(CAPACITY);

    /** Adds what is JSON as it stands. */
    JsonText raw(String json) {
        text.append(json);
        return this;
    }

    /** Adds a string with its quotes, escaped where it must be. */
    JsonText string(String value) {
        text.append('"');
        if (isPlain(value)) {
            text.append(value);
        } else {
            ENCODER.quoteAsString(value, text);
        }
        text.append('"');
        return this;
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** As UTF-8. */
    byte[] toBytes() {
        return text.toString().getBytes(UTF_8);
    }
}
