package dev.latchkey.http.origin;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web origin: scheme, host and port (RFC 6454 §4). Read by an exact grammar, stricter than any URL parser: no user,
 * path, query, trailing dot or slash, no Unicode host, no {@code null}.
 */
public final class Origin {
    private static final Pattern GRAMMAR = Pattern.compile("(https?)://"
            + "((?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
            + "|\\[[0-9a-f:.]{2,45}\\])"
            + "(?::([1-9][0-9]{0,4}))?");

    private final String scheme;
    private final String host;
    private final int port;

    private Origin(String scheme, String host, int port) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads an origin as a browser serialises it, or as a person writes it in a configuration. A default port may be
     * named. Empty when it is anything else.
     */
    public static Optional<Origin> parse(String text) {
        if (text.length() > 300) {
            return Optional.empty();
        }
        Matcher matcher = GRAMMAR.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String scheme = matcher.group(1);
        String portText = matcher.group(3);
        int port = portText == null ? defaultPort(scheme) : Integer.parseInt(portText);
        return port > 65535
                ? Optional.empty()
                : Optional.of(new Origin(scheme, matcher.group(2).toLowerCase(Locale.ROOT), port));
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** {@code http} or {@code https}. */
    public String scheme() {
        return scheme;
    }

    /** Lower case; an IPv6 address in brackets. */
    public String host() {
        return host;
    }

    /** 1 to 65535. */
    public int port() {
        return port;
    }

    /** Whether connections to it are encrypted. */
    public boolean isHttps() {
        return scheme.equals("https");
    }

    /** Whether it names this very machine, which browsers trust without encryption. */
    public boolean isLoopback() {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("127.0.0.1")
                || host.equals("[::1]");
    }

    /** What a browser sends as {@code Host}: the port only when it is not the scheme's own. */
    public String authority() {
        return port == defaultPort(scheme) ? host : host + ":" + port;
    }

    /** The same scheme and port on another host. */
    public Origin withHost(String otherHost) {
        return new Origin(scheme, otherHost, port);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Origin that
                && scheme.equals(that.scheme)
                && host.equals(that.host)
                && port == that.port;
    }

    @Override
    public int hashCode() {
        return (scheme.hashCode() * 31 + host.hashCode()) * 31 + port;
    }

    /** As a browser serialises it. */
    @Override
    public String toString() {
        return scheme + "://" + authority();
    }
}
