package dev.latchkey.http.browser;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.Forwarding;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Says what a request shows of its client: the kind of browser, and the address as trusted proxies report it.
 *
 * <p>A client that was seen lately is the same object again, found without allocating, so that checking a session reads
 * no User-Agent and writes no text. What is kept is bounded: each place holds the latest client that fell to it.
 * Thread-safe.
 */
public final class ClientReader {
    /** Longer ones are read up to here and not kept: no browser sends them. */
    static final int MAX_USER_AGENT = 512;

    /** A power of two; 4096 clients of at most 512 characters are 2 MiB. */
    private static final int PLACES = 4096;

    private final Forwarding forwarding;
    private final UserAgentReader reader;
    private final AtomicReferenceArray<Seen> seen = new AtomicReferenceArray<>(PLACES);

    /** Believes those proxies and has User-Agents read by that reader. */
    public ClientReader(Forwarding forwarding, UserAgentReader reader) {
        this.forwarding = forwarding;
        this.reader = reader;
    }

    private record Seen(InetAddress address, Client client) {}

    /** Who makes a request. */
    public Client of(Request request) {
        InetAddress address = forwarding.client(request);
        List<String> lines = request.header(RequestHeader.USER_AGENT);
        String userAgent = lines.isEmpty() ? "" : lines.getFirst();
        if (userAgent.length() > MAX_USER_AGENT) {
            return read(userAgent, address);
        }
        int place = place(userAgent, address);
        Seen latest = seen.get(place);
        if (latest != null
                && latest.client().userAgent().equals(userAgent)
                && latest.address().equals(address)) {
            return latest.client();
        }
        Client client = read(userAgent, address);
        seen.set(place, new Seen(address, client));
        return client;
    }

    private static int place(String userAgent, InetAddress address) {
        int hash = 31 * userAgent.hashCode() + address.hashCode();
        return (hash ^ (hash >>> 16)) & (PLACES - 1);
    }

    private Client read(String userAgent, InetAddress address) {
        return new Client(
                userAgent,
                ClientAddress.of(address.getAddress()),
                () -> userAgent.isEmpty()
                        ? Client.Kind.UNKNOWN
                        : reader.read(userAgent.substring(0, Math.min(userAgent.length(), MAX_USER_AGENT))));
    }
}
