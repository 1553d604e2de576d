package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.session.Session;
import dev.latchkey.session.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /api/verify}: tells a proxy who makes a request for something else, which then needs to know nothing of
 * sessions (nginx {@code auth_request}, Caddy and Traefik {@code forward_auth}).
 *
 * <p>A trusted proxy that names the method of that request has it checked for its origin, too, and so has every proxy
 * that passes on that the connection is to be upgraded: the backend behind it is protected from other sites without
 * knowing it.
 */
final class Verify implements Endpoint {
    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS");

    private final Visitors visitors;
    private final CrossSiteChecks checks;
    private final Forwarding forwarding;
    private final Gatekeeper gatekeeper;
    private final Answers answers;

    Verify(Visitors visitors, CrossSiteChecks checks, Forwarding forwarding, Gatekeeper gatekeeper, Answers answers) {
        this.visitors = visitors;
        this.checks = checks;
        this.forwarding = forwarding;
        this.gatekeeper = gatekeeper;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        Optional<Problem> refusal = originRefusal(request);
        if (refusal.isPresent()) {
            return answers.refuse(refusal.get());
        }
        return switch (visitors.identifyForProxy(request)) {
            // A token that was rotated away is good for a moment, for what is under way and changes nothing.
            case Visit.Member member
            when member.resolution().standing() == Standing.PREDECESSOR && !isSafe(request) ->
                gatekeeper.refuse(request, new Visit.Stranger(Reason.UNKNOWN));
            case Visit.Member member ->
                answers.noContent().with(describe(member.session())).with(member.headers());
            case Visit.Stranger stranger -> gatekeeper.refuse(request, stranger);
        };
    }

    /**
     * Why another site's page may not have that request made. One that opens a WebSocket is a {@code GET}, carries
     * cookies, and is kept from no page by CORS: it is judged as one that changes something (RFC 6455 §10.2).
     */
    private Optional<Problem> originRefusal(Request request) {
        if (CrossSiteChecks.opensConnection(request)) {
            return checks.unsafeOriginRefusal(request);
        }
        return methodsAskedFor(request).stream()
                .flatMap(method -> checks.originRefusal(request, method).stream())
                .findFirst();
    }

    /** Whether what is asked for is known to change nothing (RFC 9110 §9.2.1). */
    private boolean isSafe(Request request) {
        Set<String> methods = methodsAskedFor(request);
        return !methods.isEmpty() && SAFE_METHODS.containsAll(methods) && !CrossSiteChecks.opensConnection(request);
    }

    /** All that are named: a proxy overwrites one of the two headers, and a stranger may have sent the other. */
    private Set<String> methodsAskedFor(Request request) {
        return forwarding.isTrusted(request.peerAddress())
                ? Stream.of(RequestHeader.X_ORIGINAL_METHOD, RequestHeader.X_FORWARDED_METHOD)
                        .flatMap(name -> request.header(name).stream())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static List<HeaderField> describe(Session session) {
        return List.of(
                new HeaderField(
                        "Latchkey-User", HeaderText.encode(session.principal().username())),
                new HeaderField("Latchkey-User-Id", session.principal().id().value()),
                new HeaderField("Latchkey-Session", session.id().value()));
    }
}
