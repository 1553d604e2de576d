package dev.latchkey.http.exchange;

/** A stranger's text, made fit for a sentence or a line of a log. */
public final class Printable {
    private static final int MAX_LENGTH = 100;

    private Printable() {}

    /** At most 100 visible ASCII characters, then an ellipsis; each of the others becomes a question mark. */
    public static String of(String text) {
        String visible =
                (text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text).replaceAll("[^\\x21-\\x7e]", "?");
        return text.length() > MAX_LENGTH ? visible + "…" : visible;
    }
}
