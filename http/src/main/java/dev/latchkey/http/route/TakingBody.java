package dev.latchkey.http.route;

import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Reading;
import java.util.function.Function;

/**
 * A route that takes a body, of which it is not said yet what it does: it does nothing for a body that does not fit.
 *
 * @param <B> what a body that fits says
 */
public final class TakingBody<B> {
    private final Route.Draft draft;
    private final BodyType<B> type;
    private final Guard guard;

    TakingBody(Route.Draft draft, BodyType<B> type, Guard guard) {
        this.draft = draft;
        this.type = type;
        this.guard = guard;
    }

    /** What an {@link Endpoint.Open} does with a body. */
    @FunctionalInterface
    public interface Open<B> {
        /** Answers one request. */
        Response answer(Request request, B body);
    }

    /** What an {@link Endpoint.ForMembers} does with a body. */
    @FunctionalInterface
    public interface ForMembers<B> {
        /** Answers one request. */
        Response answer(Request request, Access.Member member, B body);
    }

    /** What an {@link Endpoint.ForFresh} does with a body. */
    @FunctionalInterface
    public interface ForFresh<B> {
        /** Answers one request. */
        Response answer(Request request, Access.Member member, Fresh fresh, B body);
    }

    /** Asks for nobody. */
    public Route open(Open<B> endpoint) {
        Terms terms = draft.terms(Need.ANYONE);
        Endpoint.Open reading = request -> read(request, terms, body -> endpoint.answer(request, body));
        return draft.made(terms, type, reading);
    }

    /** For who is logged in. */
    public Route forMembers(ForMembers<B> endpoint) {
        Terms terms = draft.terms(Need.MEMBER);
        Endpoint.ForMembers reading =
                (request, member) -> read(request, terms, body -> endpoint.answer(request, member, body));
        return draft.made(terms, type, reading);
    }

    /** For who proved a credential recently. */
    public Route forFresh(ForFresh<B> endpoint) {
        Terms terms = draft.terms(Need.FRESH);
        Endpoint.ForFresh reading =
                (request, member, fresh) -> read(request, terms, body -> endpoint.answer(request, member, fresh, body));
        return draft.made(terms, type, reading);
    }

    private Response read(Request request, Terms terms, Function<B, Response> endpoint) {
        return switch (JsonRequest.read(request, type)) {
            case Reading.Refused<B>(Problem problem) -> guard.refuse(problem, terms);
            case Reading.Fits<B>(B body) -> endpoint.apply(body);
        };
    }
}
