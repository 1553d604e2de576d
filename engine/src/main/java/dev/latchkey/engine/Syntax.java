package dev.latchkey.engine;

/** Which bytes may stand where in a request (RFC 9110 §5.5, §5.6.2; RFC 3986 §3.2.2, §3.3). */
final class Syntax {
    /** Of a method or a field name. */
    static final int TOKEN = 1;
    /** Of a field value: visible, blank, or beyond ASCII, which means nothing and does no harm. */
    static final int VALUE = 2;
    /** Of a path, as long as each percent sign begins an escape. */
    static final int PATH = 4;
    /** Of a query: browsers send brackets, bars and quotes as they are, and nothing here decodes one. */
    static final int QUERY = 8;
    /** Of a host's name or its IPv4 address. */
    static final int HOST = 16;

    private static final byte[] CLASSES = new byte[256];

    static {
        String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        mark(letters + "!#$%&'*+-.^_`|~", TOKEN);
        mark(letters + "-._~!$&'()*+,;=:@/%", PATH);
        mark(letters + "-._~%", HOST);
        for (int c = 0x21; c < 0x7f; c++) {
            CLASSES[c] |= (byte) (c == '#' ? VALUE : VALUE | QUERY);
        }
        mark(" \t", VALUE);
        for (int c = 0x80; c < 0x100; c++) {
            CLASSES[c] |= VALUE;
        }
    }

    private Syntax() {}

    private static void mark(String characters, int kind) {
        for (int i = 0; i < characters.length(); i++) {
            CLASSES[characters.charAt(i)] |= (byte) kind;
        }
    }

    static boolean is(int kind, byte b) {
        return (CLASSES[b & 0xff] & kind) != 0;
    }

    static boolean isAll(int kind, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || (CLASSES[c] & kind) == 0) {
                return false;
            }
        }
        return true;
    }

    /** The value of a hexadecimal digit; negative for anything else. */
    static int hex(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : (b | 0x20) >= 'a' && (b | 0x20) <= 'f' ? (b | 0x20) - 'a' + 10 : -1;
    }

    /** A path and perhaps a query, or {@code *} with OPTIONS; other forms are for proxies (RFC 9112 §3.2). */
    static boolean isTarget(String method, String path, String query) {
        if (path.equals("*")) {
            return method.equals("OPTIONS") && query.isEmpty();
        }
        if (!path.startsWith("/") || !isAll(PATH, path) || !isAll(QUERY, query)) {
            return false;
        }
        for (int at = path.indexOf('%'); at >= 0; at = path.indexOf('%', at + 1)) {
            if (at + 2 >= path.length() || hex((byte) path.charAt(at + 1)) < 0 || hex((byte) path.charAt(at + 2)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** A host with or without a port, and nothing else that a URL could have there. */
    static boolean isAuthority(String text) {
        int bracket = text.indexOf(']');
        int colon = text.indexOf(':', Math.max(0, bracket));
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean isHost = bracket < 0
                ? !host.isEmpty() && isAll(HOST, host)
                : host.startsWith("[") && host.length() == bracket + 1 && isIpv6(host.substring(1, bracket));
        return isHost && (colon < 0 || (colon + 1 < text.length() && isDigits(text.substring(colon + 1))));
    }

    private static boolean isIpv6(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c == ':' || c == '.' || (c < 0x7f && hex((byte) c) >= 0));
    }

    static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
