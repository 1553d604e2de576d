package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import java.util.List;

/** Lets who is logged in through to an endpoint, and tells everyone else why they are not. */
final class MembersOnly implements Endpoint {
    private final Visitors visitors;
    private final LoginCookies cookies;
    private final Gatekeeper gatekeeper;
    private final MemberEndpoint endpoint;

    MembersOnly(Visitors visitors, LoginCookies cookies, Gatekeeper gatekeeper, MemberEndpoint endpoint) {
        this.visitors = visitors;
        this.cookies = cookies;
        this.gatekeeper = gatekeeper;
        this.endpoint = endpoint;
    }

    @Override
    public Response handle(Request request) {
        return switch (visitors.identify(request)) {
            case Visit.Stranger stranger -> gatekeeper.refuse(request, stranger);
            case Visit.Member member -> complete(endpoint.handle(request, member), member.headers());
        };
    }

    /** Adds what the visit asks for. A session that got yet another token meanwhile keeps that one. */
    private Response complete(Response answer, List<HeaderField> fromVisit) {
        boolean isRotated = cookies.setsSession(answer);
        return answer.with(fromVisit.stream()
                .filter(line -> !isRotated || !cookies.isSession(line))
                .toList());
    }
}
