package dev.latchkey.engine;

import dev.latchkey.http.problem.ErrorCode;
import java.nio.charset.StandardCharsets;

/**
 * Reads heads as RFC 9112 writes them and not as servers forgive them: each line ends in CRLF, one blank separates the
 * parts of the request line, nothing is folded, no blank precedes a colon. What a proxy in front could have read in
 * another way is refused (§11.2), because the rest of the bytes would then be somebody else's request.
 */
final class HeadReader {
    static final int MAX_REQUEST_LINE = 8 * 1024;
    static final int MAX_FIELDS = 16 * 1024;

    private static final byte[] VERSION = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    private static final String[] METHODS = {"GET", "POST", "HEAD", "OPTIONS", "DELETE", "PUT"};

    private HeadReader() {}

    /**
     * Reads the head that begins there; {@code false} while its end has not come.
     *
     * @param head of these bytes; learns what can be read in any case
     * @throws RefusedException with the first rule that it breaks
     */
    static boolean read(Head head, byte[] bytes, int from, int to) {
        int line = requestLine(head, bytes, from, to);
        int fields = line < 0 ? to : line;
        int end = line < 0 ? -1 : fields(head, bytes, fields, to);
        check(fields - (line < 0 ? 0 : 2) - from, MAX_REQUEST_LINE, ErrorCode.URI_TOO_LONG);
        check((end < 0 ? to : end) - fields, MAX_FIELDS, ErrorCode.HEADERS_TOO_LARGE);
        if (end < 0) {
            return false;
        }
        head.end = end;
        head.complete();
        return true;
    }

    private static void check(int size, int most, ErrorCode code) {
        if (size > most) {
            throw RefusedException.of(code);
        }
    }

    /** Where the fields begin; negative while the line has no end. */
    private static int requestLine(Head head, byte[] bytes, int from, int to) {
        int method = skip(Syntax.TOKEN, bytes, from, to);
        if (method == to) {
            return -1;
        }
        int target = after(bytes, method, method > from);
        int path = skip(Syntax.PATH, bytes, target, to);
        boolean hasQuery = path < to && bytes[path] == '?';
        int end = hasQuery ? skip(Syntax.QUERY, bytes, path + 1, to) : path;
        head.method = method(bytes, from, method);
        head.rawPath = head.text(target, path);
        head.rawQuery = hasQuery ? head.text(path + 1, end) : "";
        if (end == to) {
            return -1;
        }
        int version = after(bytes, end, end > target);
        int known = Math.min(VERSION.length, to - version);
        for (int i = 0; i < known; i++) {
            demand(bytes[version + i] == VERSION[i]);
        }
        int minor = version + VERSION.length;
        if (to - minor < 3) {
            return -1;
        }
        demand(bytes[minor] >= '0' && bytes[minor] <= '9' && isBreak(bytes, minor + 1));
        head.isOld = bytes[minor] == '0';
        return minor + 3;
    }

    /** What follows a blank. */
    private static int after(byte[] bytes, int blank, boolean isSomethingBefore) {
        demand(isSomethingBefore && bytes[blank] == ' ');
        return blank + 1;
    }

    private static String method(byte[] bytes, int from, int to) {
        for (String known : METHODS) {
            if (known.length() == to - from && known.charAt(0) == bytes[from]) {
                String sent = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
                return known.equals(sent) ? known : sent;
            }
        }
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    /** Where a section of field lines ends, with its empty line; negative while it does not. */
    static int fields(Head head, byte[] bytes, int from, int to) {
        int at = from;
        while (at + 1 < to && at - from <= MAX_FIELDS) {
            if (bytes[at] == '\r') {
                demand(isBreak(bytes, at));
                return at + 2;
            }
            int colon = skip(Syntax.TOKEN, bytes, at, to);
            if (colon == to) {
                return -1;
            }
            demand(colon > at && bytes[colon] == ':');
            int value = colon + 1;
            while (value < to && isBlank(bytes[value])) {
                value++;
            }
            int end = skip(Syntax.VALUE, bytes, value, to);
            if (end + 1 >= to) {
                demand(end == to || bytes[end] == '\r');
                return -1;
            }
            demand(isBreak(bytes, end));
            int trimmed = end;
            while (trimmed > value && isBlank(bytes[trimmed - 1])) {
                trimmed--;
            }
            head.add(at, colon, value, trimmed);
            at = end + 2;
        }
        return at - from > MAX_FIELDS ? at : -1;
    }

    /** The first byte from there on that is not of that kind. */
    static int skip(int kind, byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Syntax.is(kind, bytes[at])) {
            at++;
        }
        return at;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean isBreak(byte[] bytes, int at) {
        return bytes[at] == '\r' && bytes[at + 1] == '\n';
    }

    static void demand(boolean isRight) {
        if (!isRight) {
            throw RefusedException.malformed();
        }
    }
}
