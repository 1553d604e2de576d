package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;

/** What one route does for who is logged in. */
@FunctionalInterface
interface MemberEndpoint {
    Response handle(Request request, Visit.Member member);
}
