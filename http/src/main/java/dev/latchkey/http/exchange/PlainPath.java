package dev.latchkey.http.exchange;

/** A path of a client-side route has one spelling: no empty or dot segments, no parameters, no encoded letters. */
public final class PlainPath {
    private static final int MAX_LENGTH = 2048;
    private static final String MARKS = "._~!$&'()*+,=:@-";

    private PlainPath() {}

    /**
     * Whether a path, as it was sent, is spelled so. Read by hand: a pattern that repeats a group calls itself once for
     * each character, and a stranger chooses how many there are.
     */
    public static boolean matches(String rawPath) {
        if (rawPath.length() > MAX_LENGTH || !rawPath.startsWith("/")) {
            return false;
        }
        int start = 1;
        while (start < rawPath.length()) {
            int slash = rawPath.indexOf('/', start);
            int end = slash < 0 ? rawPath.length() : slash;
            if (!isSegment(rawPath, start, end)) {
                return false;
            }
            start = end + 1;
        }
        return true;
    }

    private static boolean isSegment(String path, int start, int end) {
        if (start == end || isDots(path, start, end)) {
            return false;
        }
        int i = start;
        while (i < end) {
            char c = path.charAt(i);
            if (c == '%') {
                if (i + 2 >= end || !isByte(path.charAt(i + 1), path.charAt(i + 2))) {
                    return false;
                }
                i += 3;
            } else if (isPlain(c)) {
                i++;
            } else {
                return false;
            }
        }
        return true;
    }

    private static boolean isDots(String path, int start, int end) {
        return end - start <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.';
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || MARKS.indexOf(c) >= 0;
    }

    /** Any but what would be a slash, a backslash or the end of a C string. */
    private static boolean isByte(char high, char low) {
        int value = hex(high) * 16 + hex(low);
        return hex(high) >= 0 && hex(low) >= 0 && value != '/' && value != '\\' && value != 0;
    }

    /** Below 0 when it is no digit; only ASCII has any. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
