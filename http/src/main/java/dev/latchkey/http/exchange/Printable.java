package dev.latchkey.http.exchange;

/**
 * A stranger's text, made fit to be shown: nothing in it breaks a line or moves a cursor, and it is not too long. Control
 * and format characters, among them those that turn the direction of writing, never pass.
 */
public final class Printable {
    private static final int MAX_LENGTH = 100;

    private Printable() {}

    /** For a word within a sentence: at most 100 visible ASCII characters, then an ellipsis. */
    public static String of(String text) {
        return of(text, MAX_LENGTH, "…");
    }

    /**
     * For a line of a log, which is ASCII alone: at most so many visible characters, then three dots. Each of the others,
     * spaces too, becomes a question mark.
     */
    public static String ascii(String text, int maxLength) {
        return of(text, maxLength, "...");
    }

    private static String of(String text, int maxLength, String ellipsis) {
        if (text.length() <= maxLength && isAscii(text)) {
            return text;
        }
        String visible =
                (text.length() > maxLength ? text.substring(0, maxLength) : text).replaceAll("[^\\x21-\\x7e]", "?");
        return text.length() > maxLength ? visible + ellipsis : visible;
    }

    /** A loop and no pattern: the access log asks it of every request. */
    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~') {
                return false;
            }
        }
        return true;
    }

    /**
     * For a terminal, in any language and with its spaces: at most so many characters, then an ellipsis. Each of those that
     * cannot be seen becomes a question mark.
     */
    public static String sentence(String text, int maxLength) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(maxLength).forEach(c -> shown.appendCodePoint(isVisible(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > maxLength ? shown + "…" : shown.toString();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
