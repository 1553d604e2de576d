package dev.latchkey.http.forwarding;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the client behind trusted proxies: the right-most hop that is not one of them (ASVS 5.0 V15.3.4). Everything
 * left of it was written by a stranger.
 *
 * <p>Only a request whose own connection comes from a trusted proxy is looked into at all. Only one family of headers
 * is believed, the one that the proxies write: a proxy that sets {@code X-Forwarded-For} passes a stranger's
 * {@code Forwarded} on untouched, and the reverse. Thread-safe.
 */
public final class Forwarding {
    private final List<AddressRange> trusted;
    private final Headers headers;

    /** Which headers the proxies write. */
    public enum Headers {
        /** {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, as nearly every proxy does. */
        X_FORWARDED,
        /** {@code Forwarded} (RFC 7239). */
        FORWARDED
    }

    /** Believes these proxies. */
    public Forwarding(List<AddressRange> trusted, Headers headers) {
        this.trusted = List.copyOf(trusted);
        this.headers = headers;
    }

    /** Believes nobody: the socket says it all. */
    public static Forwarding none() {
        return new Forwarding(List.of(), Headers.X_FORWARDED);
    }

    /** Whose headers are believed. */
    public List<AddressRange> trusted() {
        return trusted;
    }

    /** Which headers are believed. */
    public Headers headers() {
        return headers;
    }

    /** Whether that address is one of the proxies. */
    public boolean isTrusted(InetAddress address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The client's address alone; nothing is read where the request comes from no trusted proxy. */
    public InetAddress client(Request request) {
        InetAddress peer = request.peerAddress();
        return isTrusted(peer) ? connection(request).address() : peer;
    }

    /** How the client of a request reached us. */
    public ClientConnection connection(Request request) {
        InetAddress peer = request.peerAddress();
        List<String> hosts = request.header(RequestHeader.HOST);
        if (!isTrusted(peer)) {
            return new ClientConnection(peer, request.isTls(), hosts, false);
        }
        ForwardedChain chain = chain(request);
        InetAddress client = peer;
        int hop = 0;
        for (int i = 0; i < chain.addresses().size() && isTrusted(client); i++) {
            Optional<InetAddress> next = IpLiteral.parseHop(chain.addresses().get(i));
            if (next.isEmpty()) {
                // Not an address: nobody vouches for what lies beyond.
                break;
            }
            client = next.get();
            hop = i;
        }
        return new ClientConnection(
                client,
                chain.scheme(hop).map(scheme -> isTls(scheme, request)).orElseGet(request::isTls),
                chain.host(hop).map(List::of).orElse(hosts),
                true);
    }

    private static boolean isTls(String scheme, Request request) {
        return switch (scheme.toLowerCase(Locale.ROOT)) {
            case "https" -> true;
            case "http" -> false;
            default -> request.isTls();
        };
    }

    private ForwardedChain chain(Request request) {
        if (isStripped(request)) {
            return ForwardedChain.EMPTY;
        }
        return switch (headers) {
            case X_FORWARDED ->
                new ForwardedChain(
                        ForwardedChain.splitAddresses(request.header(RequestHeader.X_FORWARDED_FOR)),
                        ForwardedChain.split(request.header(RequestHeader.X_FORWARDED_PROTO)),
                        ForwardedChain.split(request.header(RequestHeader.X_FORWARDED_HOST)));
            case FORWARDED -> ForwardedHeader.read(request.header(RequestHeader.FORWARDED));
        };
    }

    /** A client that names these headers in {@code Connection} asks proxies to drop what they just wrote. */
    private static boolean isStripped(Request request) {
        return request.header(RequestHeader.CONNECTION).stream()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.contains("forwarded"));
    }
}
