package dev.latchkey.server.engine;

/** Which request targets are served. */
final class Targets {
    private Targets() {}

    /**
     * A path, or {@code OPTIONS *}. The absolute and the authority form are for proxies, and answering them would let
     * a request name two hosts (RFC 9112 §3.2).
     */
    static boolean isServed(String method, String target) {
        return target.startsWith("/") || (target.equals("*") && method.equals("OPTIONS"));
    }

    /** Nothing but visible ASCII; what HTTP/1.1 ensures by its grammar and HTTP/2 does not. */
    static boolean isVisible(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return false;
            }
        }
        return true;
    }
}
