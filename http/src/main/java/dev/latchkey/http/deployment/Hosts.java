package dev.latchkey.http.deployment;

import dev.latchkey.http.origin.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which {@code Host} headers are answered. Others get 421: a page that made its own name point here (DNS rebinding)
 * must not be served as if it were ours.
 */
public final class Hosts {
    private final String publicAuthority;
    private final Set<String> aliases;

    /** Serves the public origin's host and, when that is this very machine, its other loopback names. */
    public Hosts(Origin publicOrigin) {
        this.publicAuthority = publicOrigin.authority();
        this.aliases = publicOrigin.isLoopback()
                ? Stream.of("localhost", "127.0.0.1", "[::1]", publicOrigin.host())
                        .map(host -> publicOrigin.withHost(host).authority())
                        .filter(authority -> !authority.equals(publicAuthority))
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    /** How a host is served. */
    public enum Service {
        /** It is the public one. */
        PUBLIC,
        /** It is another name of this machine: the API answers, a page redirects to the public origin. */
        ALIAS,
        /** It is not ours. */
        REFUSED
    }

    /** Judges every {@code Host} line of a request; there must be exactly one (RFC 9112 §3.2). */
    public Service judge(List<String> hostFields) {
        if (hostFields.size() != 1) {
            return Service.REFUSED;
        }
        String host = hostFields.getFirst();
        if (host.equals(publicAuthority)) {
            return Service.PUBLIC;
        }
        String lowerCase = host.toLowerCase(Locale.ROOT);
        if (lowerCase.equals(publicAuthority)) {
            return Service.PUBLIC;
        }
        return aliases.contains(lowerCase) ? Service.ALIAS : Service.REFUSED;
    }
}
