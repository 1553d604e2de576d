package dev.latchkey.server.doctor;

/** A stranger's text, made fit for a terminal: a sentence stays one, and nothing in it moves the cursor. */
final class Shown {
    private static final int MAX_LENGTH = 300;

    private Shown() {}

    /** At most 300 characters, then an ellipsis; whatever is not printable becomes a question mark. */
    static String of(String text) {
        String visible = (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text)
                .replaceAll("[^\\x20-\\x7e\\u00a1-\\u024f\\u2026]", "?");
        return text.length() > MAX_LENGTH ? visible + "…" : visible;
    }
}
