package dev.latchkey.http.deployment;

import dev.latchkey.http.origin.Authority;
import dev.latchkey.http.origin.Origin;
import java.util.List;
import java.util.Set;

/**
 * Which {@code Host} headers are answered. Others get 421: a page that made its own name point here (DNS rebinding)
 * must not be served as if it were ours.
 */
public final class Hosts {
    private final Origin publicOrigin;
    private final String publicAuthority;
    private final Set<String> aliases;

    /** Serves the public origin's host and, when that is this very machine, its other loopback names. */
    public Hosts(Origin publicOrigin) {
        this.publicOrigin = publicOrigin;
        this.publicAuthority = publicOrigin.authority();
        this.aliases = publicOrigin.isLoopback() ? Set.of("localhost", "127.0.0.1", "[::1]") : Set.of();
    }

    /** How a host is served. */
    public enum Service {
        /** It is the public one. */
        PUBLIC,
        /**
         * It is another name of this machine, or the public one with a final dot, which browsers keep other cookies for:
         * the API answers, a page redirects to the public origin.
         */
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
        // As nearly every browser and proxy writes it.
        return host.equals(publicAuthority)
                ? Service.PUBLIC
                : Authority.parse(host).map(this::judge).orElse(Service.REFUSED);
    }

    private Service judge(Authority asked) {
        if (asked.portOr(publicOrigin.scheme()) != publicOrigin.port()) {
            return Service.REFUSED;
        }
        boolean isPublic = asked.host().equals(publicOrigin.host());
        if (isPublic && !asked.endsInDot()) {
            return Service.PUBLIC;
        }
        return isPublic || aliases.contains(asked.host()) ? Service.ALIAS : Service.REFUSED;
    }

    /**
     * Judges every {@code Host} line of a request that explains a wrong configuration, where a proxy may have put the
     * address it passes on to in the place of our host. A name that somebody could make point here is refused all the
     * same.
     */
    public Service judgeUpstream(List<String> hostFields) {
        Service service = judge(hostFields);
        boolean isUpstream = service == Service.REFUSED
                && hostFields.size() == 1
                && Authority.parse(hostFields.getFirst())
                        .filter(Authority::isBeyondRebinding)
                        .isPresent();
        return isUpstream ? Service.ALIAS : service;
    }
}
