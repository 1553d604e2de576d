package dev.latchkey.http.forwarding;

import java.net.InetAddress;
import java.util.List;

/**
 * How a client reached us, before any proxy of ours.
 *
 * @param address the client's, or that of the last hop anyone vouches for
 * @param isTls whether the client's own connection was encrypted
 * @param hosts every {@code Host} the client asked for; one, or the request is malformed
 * @param isForwarded whether a trusted proxy passed the request on
 */
public record ClientConnection(InetAddress address, boolean isTls, List<String> hosts, boolean isForwarded) {
    /** Copies the list. */
    public ClientConnection {
        hosts = List.copyOf(hosts);
    }
}
