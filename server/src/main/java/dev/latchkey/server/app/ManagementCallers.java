package dev.latchkey.server.app;

import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Authority;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may ask the management port, which has no login: machines that reach it, and no page in a browser on one of them.
 * A page of another site is known by what browsers say of it; one that made its own name point here (DNS rebinding), by
 * the host it asks for. The port is not compared: containers publish it as another one.
 */
final class ManagementCallers {
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> ownHosts;
    private final boolean isOpenBeyondThisMachine;

    /** Where it listens, and the public origin, by whose host load balancers like to ask. */
    ManagementCallers(List<InetAddress> listen, Origin publicOrigin) {
        this.ownHosts = listen.stream().map(ManagementCallers::host).collect(Collectors.toSet());
        this.ownHosts.add(publicOrigin.host());
        this.isOpenBeyondThisMachine = listen.stream().anyMatch(address -> !address.isLoopbackAddress());
    }

    private static String host(InetAddress address) {
        String text = IpLiteral.format(address);
        return text.indexOf(':') < 0 ? text : "[" + text + "]";
    }

    /** Why a request is refused; empty when it is not. */
    Optional<Problem> refusal(Request request) {
        List<String> hosts = request.header(RequestHeader.HOST);
        Optional<Authority> asked = hosts.size() == 1 ? Authority.parse(hosts.getFirst()) : Optional.empty();
        // HTTP/1.0 names no host, and no browser speaks it.
        if (!hosts.isEmpty() && asked.filter(this::isOurs).isEmpty()) {
            return Optional.of(Problem.of(
                    ErrorCode.MISDIRECTED_REQUEST,
                    "ask for health and metrics by the address where they are, not by "
                            + Printable.of(String.join(",", hosts))));
        }
        boolean isOwnPage = OWN_SITES.containsAll(request.header(RequestHeader.SEC_FETCH_SITE))
                && request.header(RequestHeader.ORIGIN).stream()
                        .allMatch(origin ->
                                asked.filter(own -> isSame(origin, own)).isPresent());
        return isOwnPage
                ? Optional.empty()
                : Optional.of(Problem.of(ErrorCode.ORIGIN_REJECTED, "no page of another origin may ask here"));
    }

    private boolean isOurs(Authority asked) {
        return asked.isLoopback()
                || ownHosts.contains(asked.host())
                || (isOpenBeyondThisMachine && asked.isBeyondRebinding());
    }

    private static boolean isSame(String origin, Authority own) {
        return Origin.parse(origin)
                .filter(page -> own.host().equals(page.host()) && own.portOr(page.scheme()) == page.port())
                .isPresent();
    }
}
