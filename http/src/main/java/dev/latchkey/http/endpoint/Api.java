package dev.latchkey.http.endpoint;

import dev.latchkey.core.Installation;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.store.StoreUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The whole API: has the guard check a request, and asks one endpoint. What is wrong first is said first: the host, then
 * the path, the method, and whatever else the guard looks at. Thread-safe; blocks while a store or a password hash does.
 */
public final class Api {
    private final Guard guard;
    private final Answers answers;
    private final Routes routes;
    private final Optional<Endpoint.Explaining> diagnostics;

    /** Paths of what a session check needs, which is in memory as a rule. */
    private final Set<String> prompt;

    /**
     * Brings the endpoints together.
     *
     * @param services what they ask
     * @param guard of the same deployment and services; the application's own routes may have it as well
     */
    public Api(DeploymentPolicy policy, Installation services, Guard guard) {
        this.guard = guard;
        this.answers = guard.answers();
        this.routes = new Routes(services, guard);
        this.diagnostics = policy.diagnostics() ? Optional.of(new GetDiagnostics(policy, answers)) : Optional.empty();
        // A report is written before it is known whether the answer has to wait, and must not be written twice.
        this.prompt = policy.csrf().reportOnly()
                ? Set.of()
                : Set.of(guard.basePath() + "/getsession", guard.basePath() + "/data", guard.basePath() + "/verify");
    }

    /** Whether a path belongs to the API; compared as sent, so that no second spelling slips past a rule. */
    public boolean owns(String rawPath) {
        String basePath = guard.basePath();
        return rawPath.startsWith(basePath)
                && (rawPath.length() == basePath.length() || rawPath.charAt(basePath.length()) == '/');
    }

    /** Whether memory can probably answer it, see {@link dev.latchkey.http.exchange.Handler#isPrompt}. */
    public boolean isPrompt(Request request) {
        return prompt.contains(request.rawPath())
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    /** The paths of its routes, a variable segment in braces: for whoever counts requests. */
    public Set<String> paths() {
        return routes.paths();
    }

    Map<String, Route> routes() {
        return routes.all();
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
        if (diagnostics.isPresent()
                && request.method().equals("GET")
                && request.rawPath().equals(guard.basePath() + "/diagnostics")
                && guard.reception().mayExplain(request)) {
            // Before every other check: what it explains is why they fail.
            return diagnostics.get().answer(request);
        }
        Route route = routes.find(request.rawPath());
        Terms words = route == null ? Endpoint.Kinds.ANYONE : route.terms();
        Optional<Response> atTheDoor = guard.receive(request, words);
        if (atTheDoor.isPresent()) {
            return atTheDoor.get();
        }
        if (route == null) {
            return guard.refuse(Problem.of(ErrorCode.NOT_FOUND, "there is no such route"), words);
        }
        Endpoint endpoint = route.endpoint(request.method());
        return endpoint == null ? refuseMethod(route) : ask(endpoint, request);
    }

    private Response refuseMethod(Route route) {
        return guard.refuse(
                        Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "this route takes " + route.allow()), route.terms())
                .with(new HeaderField("Allow", route.allow()));
    }

    private Response ask(Endpoint endpoint, Request request) {
        Terms terms = endpoint.terms();
        return switch (endpoint) {
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
