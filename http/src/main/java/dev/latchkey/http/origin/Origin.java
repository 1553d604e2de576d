package dev.latchkey.http.origin;

import java.util.Optional;

/**
 * A web origin: scheme, host and port (RFC 6454 §4). Read by an exact grammar, stricter than any URL parser: no user,
 * path, query, trailing dot or slash, no Unicode host, no {@code null}.
 */
public final class Origin {
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
        String scheme = text.startsWith("https://") ? "https" : text.startsWith("http://") ? "http" : "";
        if (scheme.isEmpty()) {
            return Optional.empty();
        }
        String written = text.substring(scheme.length() + "://".length());
        return Authority.parse(written)
                // One spelling alone: what browsers never send is some other program's, or somebody's trick.
                .filter(authority -> authority.toString().equals(written))
                .map(authority -> new Origin(scheme, authority.host(), authority.portOr(scheme)));
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
        return Authority.isLoopback(host);
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
