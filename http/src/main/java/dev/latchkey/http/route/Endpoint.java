package dev.latchkey.http.route;

import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;

/** What a route does, once the guard let the request in. What it needs of who comes is its kind. */
public sealed interface Endpoint {
    /** Asks for nobody. */
    @FunctionalInterface
    non-sealed interface Open extends Endpoint {
        /** Answers one request. */
        Response answer(Request request);
    }

    /** Explains why the checks fail, and so comes before them. */
    @FunctionalInterface
    non-sealed interface Explaining extends Endpoint {
        /** Answers one request. */
        Response answer(Request request);
    }

    /** Tells who came, if anyone. */
    @FunctionalInterface
    non-sealed interface Telling extends Endpoint {
        /** Answers one request. */
        Response answer(Request request, Access who);
    }

    /** For who is logged in. */
    @FunctionalInterface
    non-sealed interface ForMembers extends Endpoint {
        /** Answers one request. */
        Response answer(Request request, Access.Member member);
    }

    /** For who proved a credential recently. */
    @FunctionalInterface
    non-sealed interface ForFresh extends Endpoint {
        /** Answers one request. */
        Response answer(Request request, Access.Member member, Fresh fresh);
    }
}
