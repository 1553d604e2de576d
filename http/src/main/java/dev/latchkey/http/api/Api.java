package dev.latchkey.http.api;

import dev.latchkey.core.Installation;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.api.events.EventStreams;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.route.Endpoint;
import dev.latchkey.http.route.Route;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole API: has the guard check a request, and asks one route. What is wrong first is said first: the host, then
 * the path, the method, and whatever else the guard looks at. Thread-safe; blocks while a store or a password hash does.
 */
public final class Api {
    private static final Terms NO_ROUTE = Terms.ofTheApi(Need.ANYONE);

    private final Guard guard;
    private final Answers answers;
    private final List<Route> routes;
    private final RoutingTable table;

    /** A report is written before it is known whether the answer has to wait, and must not be written twice. */
    private final boolean isNeverPrompt;

    /**
     * Brings the routes together.
     *
     * @param services what they ask
     * @param guard of the same deployment and services; the application's own routes may have it as well
     * @param streams who keeps an event stream open
     */
    public Api(DeploymentPolicy policy, Installation services, Guard guard, EventStreams streams) {
        this.guard = guard;
        this.answers = guard.answers();
        this.routes = Routes.all(policy, services, guard, streams);
        this.table = new RoutingTable(guard.basePath(), routes);
        this.isNeverPrompt = policy.csrf().reportOnly();
    }

    /** Whether a path belongs to the API; compared as sent, so that no second spelling slips past a rule. */
    public boolean owns(String rawPath) {
        String basePath = guard.basePath();
        return rawPath.startsWith(basePath)
                && (rawPath.length() == basePath.length() || rawPath.charAt(basePath.length()) == '/');
    }

    /** Whether memory can probably answer it, see {@link dev.latchkey.http.exchange.Handler#isPrompt}. */
    public boolean isPrompt(Request request) {
        Route route = isNeverPrompt ? null : find(request);
        return route != null && route.isPrompt();
    }

    /** The paths of its routes, a variable segment in braces: for whoever counts requests. */
    public Set<String> paths() {
        return table.paths();
    }

    /** All of them: what every route must do is tested of each. */
    List<Route> routes() {
        return routes;
    }

    /** Which of them that request is for, if any. */
    Optional<Route> route(Request request) {
        return Optional.ofNullable(find(request));
    }

    private @Nullable Route find(Request request) {
        RoutingTable.Methods methods = table.find(request.rawPath());
        return methods == null ? null : methods.route(request.method());
    }

    /** Answers a request for a path that the API owns. */
    public Response handle(Request request) {
        return guard.readable(request, answerOrRefuse(request));
    }

    private Response answerOrRefuse(Request request) {
        try {
            return answer(request);
        } catch (StoreUnavailableException e) {
            return answers.refuse(Refusal.storeUnavailable());
        }
    }

    private Response answer(Request request) {
        RoutingTable.Methods methods = table.find(request.rawPath());
        Route route = methods == null ? null : methods.route(request.method());
        if (route != null
                && route.endpoint() instanceof Endpoint.Explaining explaining
                && guard.reception().mayExplain(request)) {
            // Before every other check: what it explains is why they fail.
            return explaining.answer(request);
        }
        Terms words = methods == null ? NO_ROUTE : methods.any().terms();
        Optional<Response> atTheDoor = guard.receive(request, words);
        if (atTheDoor.isPresent()) {
            return atTheDoor.get();
        }
        if (methods == null) {
            return guard.refuse(Problem.of(ErrorCode.NOT_FOUND, "there is no such route"), words);
        }
        return route == null ? refuseMethod(methods.allow(), words) : ask(route, request);
    }

    private Response refuseMethod(String allow, Terms words) {
        return guard.refuse(Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "this route takes " + allow), words)
                .with(new HeaderField("Allow", allow));
    }

    private Response ask(Route route, Request request) {
        Terms terms = route.terms();
        return switch (route.endpoint()) {
            case Endpoint.Open open -> guard.check(request, terms).orElseGet(() -> open.answer(request));
            case Endpoint.Explaining explaining ->
                guard.check(request, terms).orElseGet(() -> explaining.answer(request));
            case Endpoint.Telling telling ->
                switch (guard.enter(request, terms)) {
                    case Access.Refused(Response refusal) -> refusal;
                    case Access.Member member -> telling.answer(request, member);
                    case Access.Stranger stranger -> telling.answer(request, stranger);
                };
            case Endpoint.ForMembers forMembers -> ask(request, terms, member -> forMembers.answer(request, member));
            case Endpoint.ForFresh forFresh ->
                ask(request, terms, member -> forFresh.answer(request, member, member.proven()));
        };
    }

    private Response ask(Request request, Terms terms, Function<Access.Member, Response> endpoint) {
        return switch (guard.enter(request, terms)) {
            case Access.Refused(Response refusal) -> refusal;
            case Access.Member member -> guard.complete(endpoint.apply(member), member);
            case Access.Stranger stranger ->
                throw new IllegalStateException("the guard let a stranger in where a member was asked for");
        };
    }

    /** Guards every other route in the same way. */
    public Guard guard() {
        return guard;
    }

    /** Refusals for requests that never reach an endpoint, in the same shape. */
    public Answers answers() {
        return answers;
    }
}
