package dev.latchkey.server.log;

/** A stranger's text made fit for one line of a log: no control characters, no line breaks, not too long. */
public final class Printable {
    private static final int MAX_LENGTH = 200;

    private Printable() {}

    /** The text as it may be shown, at most 200 characters of it. */
    public static String of(String text) {
        return text.length() <= MAX_LENGTH && isPrintable(text) ? text : made(text);
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '!' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static String made(String text) {
        String visible = text.replaceAll("[^\\x21-\\x7e]", "?");
        return visible.length() > MAX_LENGTH ? visible.substring(0, MAX_LENGTH) + "..." : visible;
    }
}
