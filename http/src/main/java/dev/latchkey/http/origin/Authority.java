package dev.latchkey.http.origin;

import dev.latchkey.http.forwarding.IpLiteral;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Host and port, as {@code Host}, {@code X-Forwarded-Host} and the end of an {@code Origin} write them (RFC 9110 §7.2,
 * RFC 3986 §3.2): compared as what they name, so that a port that is the scheme's own may be said or left out. Stricter
 * than the RFCs in that a host is a name of letters, digits, hyphens and underscores or an address: nothing encoded, no
 * user.
 *
 * @param host lower case, without a final dot; an IPv6 address in brackets, as RFC 5952 writes it
 * @param port 1 to 65535; empty when none was named, or nothing after the colon (RFC 3986 §3.2.3)
 * @param endsInDot whether the host was written with a final dot: the same machine, and to browsers another host
 */
public record Authority(String host, OptionalInt port, boolean endsInDot) {
    private static final int MAX_LENGTH = 300;
    private static final int MAX_LABEL = 63;

    /** Reads an authority. Empty for anything else: a user, a path, a list, a space, an IPv6 address without brackets. */
    public static Optional<Authority> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : nameEnd(text);
        String name = text.substring(0, hostEnd);
        boolean endsInDot = name.endsWith(".");
        Optional<String> host =
                name.startsWith("[") ? address(name) : name(endsInDot ? name.substring(0, name.length() - 1) : name);
        String rest = text.substring(hostEnd);
        if (host.isEmpty() || !(rest.isEmpty() || rest.startsWith(":"))) {
            return Optional.empty();
        }
        if (rest.length() <= 1) {
            return Optional.of(new Authority(host.get(), OptionalInt.empty(), endsInDot));
        }
        int port = port(rest.substring(1));
        return port == 0 ? Optional.empty() : Optional.of(new Authority(host.get(), OptionalInt.of(port), endsInDot));
    }

    private static int nameEnd(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? text.length() : colon;
    }

    private static Optional<String> address(String bracketed) {
        String inner = bracketed.substring(1, bracketed.length() - 1);
        // An IPv4 address in an IPv6 one's clothes stays as it is written: nobody is called by it.
        return inner.indexOf(':') < 0
                ? Optional.empty()
                : IpLiteral.parse(inner)
                        .map(address -> address.getAddress().length == 4
                                ? bracketed.toLowerCase(Locale.ROOT)
                                : "[" + IpLiteral.format(address) + "]");
    }

    private static Optional<String> name(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '.') {
                if (!isLabel(text, start, i)) {
                    return Optional.empty();
                }
                start = i + 1;
            }
        }
        return Optional.of(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isLabel(String text, int start, int end) {
        if (start == end || end - start > MAX_LABEL || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!isLetter && !(c >= '0' && c <= '9') && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    /** 0 when it is none. */
    private static int port(String digits) {
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            port = c >= '0' && c <= '9' ? port * 10 + c - '0' : 65_536;
            if (port > 65_535) {
                return 0;
            }
        }
        return port;
    }

    /** The port that is meant where it is reached by that scheme. */
    public int portOr(String scheme) {
        return port.orElse(scheme.equals("https") ? 443 : 80);
    }

    /** Whether it names this very machine, which browsers trust without encryption. */
    public boolean isLoopback() {
        return isLoopback(host);
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]");
    }

    /**
     * Whether no stranger can make this host point anywhere: an address, or a name that the public name system does not
     * hold (one label, {@code .localhost}, {@code .local}, {@code .internal}). A page that makes its own name point here
     * (DNS rebinding) is asked for by another one.
     */
    public boolean isBeyondRebinding() {
        return host.startsWith("[")
                || IpLiteral.parse(host).isPresent()
                || host.indexOf('.') < 0
                || host.endsWith(".localhost")
                || host.endsWith(".local")
                || host.endsWith(".internal");
    }

    /** As a browser writes it: no final dot, no zeros before the port. */
    @Override
    public String toString() {
        return port.isPresent() ? host + ":" + port.getAsInt() : host;
    }
}
