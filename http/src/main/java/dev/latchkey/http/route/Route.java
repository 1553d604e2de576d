package dev.latchkey.http.route;

import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.wire.BodyType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One method of one path and everything that belongs to it: on which terms requests are let in, what body they bring, what
 * the answers may be, and what is done. The list of routes, {@code Allow}, what the tests claim of each, and the comparison
 * with the OpenAPI document are derived from this.
 *
 * <pre>{@code
 * Route.post("/password")
 *         .may(ErrorCode.BAD_CREDENTIALS, ErrorCode.THROTTLED)
 *         .takes(PasswordChangeBody.TYPE, guard)
 *         .forFresh(this::change);
 * }</pre>
 */
public final class Route {
    private static final Set<ErrorCode> OF_A_BODY = EnumSet.of(
            ErrorCode.MALFORMED_REQUEST,
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            ErrorCode.CONTENT_TOO_LARGE,
            ErrorCode.REQUEST_TIMEOUT);
    private static final Set<ErrorCode> TO_STRANGERS = EnumSet.of(
            ErrorCode.NOT_AUTHENTICATED,
            ErrorCode.SESSION_ENDED,
            ErrorCode.SESSION_EXPIRED,
            ErrorCode.SESSION_PROTECTED,
            ErrorCode.SESSION_STOLEN);

    private final String method;
    private final String path;
    private final Terms terms;
    private final int success;
    private final boolean isPrompt;
    private final Optional<BodyType<?>> body;
    private final Set<ErrorCode> problems;
    private final Endpoint endpoint;

    private Route(Draft draft, Terms terms, Optional<BodyType<?>> body, Endpoint endpoint) {
        this.method = draft.method;
        this.path = draft.path;
        this.terms = terms;
        this.success = draft.success;
        this.isPrompt = draft.isPrompt;
        this.body = body;
        this.endpoint = endpoint;
        this.problems = Set.copyOf(problems(draft, body.isPresent(), endpoint));
    }

    private static Set<ErrorCode> problems(Draft draft, boolean takesBody, Endpoint endpoint) {
        Set<ErrorCode> problems = EnumSet.of(ErrorCode.MISDIRECTED_REQUEST);
        problems.addAll(draft.own);
        if (takesBody) {
            problems.addAll(OF_A_BODY);
        }
        if (!(endpoint instanceof Endpoint.Explaining)) {
            problems.add(ErrorCode.ORIGIN_REJECTED);
            problems.add(ErrorCode.HEADERS_TOO_LARGE);
        }
        if (!draft.method.equals("GET")) {
            problems.add(ErrorCode.CSRF_TOKEN_INVALID);
        }
        problems.addAll(
                switch (endpoint) {
                    case Endpoint.Open open -> Set.<ErrorCode>of();
                    case Endpoint.Explaining explaining -> Set.<ErrorCode>of();
                    case Endpoint.Telling telling -> Set.of(ErrorCode.STORE_UNAVAILABLE);
                    case Endpoint.ForMembers forMembers -> Set.of(ErrorCode.STORE_UNAVAILABLE);
                    case Endpoint.ForFresh forFresh ->
                        Set.of(ErrorCode.STORE_UNAVAILABLE, ErrorCode.REAUTHENTICATION_REQUIRED);
                });
        if (endpoint instanceof Endpoint.ForMembers || endpoint instanceof Endpoint.ForFresh) {
            problems.addAll(TO_STRANGERS);
        }
        return problems;
    }

    /** Begins a route that is read; {@code HEAD} is the same without a body. */
    public static Draft get(String path) {
        return new Draft("GET", path);
    }

    /** Begins a route that does something. */
    public static Draft post(String path) {
        return new Draft("POST", path);
    }

    /** Begins a route that ends something. */
    public static Draft delete(String path) {
        return new Draft("DELETE", path);
    }

    /** The method. */
    public String method() {
        return method;
    }

    /** The path below that of the API; a variable segment at its end is in braces. */
    public String path() {
        return path;
    }

    /** On which terms requests are let in. */
    public Terms terms() {
        return terms;
    }

    /** The status of an answer that is no refusal. */
    public int success() {
        return success;
    }

    /** Whether memory can answer it as a rule, see {@link dev.latchkey.http.exchange.Handler#isPrompt}. */
    public boolean isPrompt() {
        return isPrompt;
    }

    /** What body it takes; empty when it looks at none. */
    public Optional<BodyType<?>> body() {
        return body;
    }

    /** Every refusal that it may answer with, but for what goes wrong in the engine. */
    public Set<ErrorCode> problems() {
        return problems;
    }

    /** What it does. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** A route of which it is not said yet what it does. Not thread-safe. */
    public static final class Draft {
        private final String method;
        private final String path;
        private final Set<ErrorCode> own = EnumSet.noneOf(ErrorCode.class);
        private @Nullable Terms terms;
        private int success = 200;
        private boolean isPrompt;

        private Draft(String method, String path) {
            this.method = method;
            this.path = path;
        }

        /** On which terms requests are let in. Default: the API's own, for who the kind of the route asks for. */
        public Draft on(Terms value) {
            this.terms = value;
            return this;
        }

        /** The status of an answer that is no refusal. Default: 200. */
        public Draft succeedsWith(int status) {
            this.success = status;
            return this;
        }

        /** Memory can answer it as a rule: it needs nothing but the session. Default: it may wait. */
        public Draft prompt() {
            this.isPrompt = true;
            return this;
        }

        /** Refusals of its own, besides those that follow from its method, its body and who it is for. */
        public Draft may(ErrorCode... refuseWith) {
            own.addAll(List.of(refuseWith));
            return this;
        }

        /** What body it takes: one that does not fit is refused by that guard, in the words of the route. */
        public <B> TakingBody<B> takes(BodyType<B> body, Guard guard) {
            return new TakingBody<>(this, body, guard);
        }

        /** Asks for nobody. */
        public Route open(Endpoint.Open endpoint) {
            return made(Need.ANYONE, endpoint);
        }

        /** Explains why the checks fail. */
        public Route explaining(Endpoint.Explaining endpoint) {
            return made(Need.ANYONE, endpoint);
        }

        /** Tells who came, if anyone. */
        public Route telling(Endpoint.Telling endpoint) {
            return made(Need.ANYONE, endpoint);
        }

        /** For who is logged in. */
        public Route forMembers(Endpoint.ForMembers endpoint) {
            return made(Need.MEMBER, endpoint);
        }

        /** For who proved a credential recently. */
        public Route forFresh(Endpoint.ForFresh endpoint) {
            return made(Need.FRESH, endpoint);
        }

        private Route made(Need need, Endpoint endpoint) {
            return new Route(this, terms(need), Optional.empty(), endpoint);
        }

        Route made(Terms onThese, BodyType<?> body, Endpoint endpoint) {
            return new Route(this, onThese, Optional.of(body), endpoint);
        }

        Terms terms(Need need) {
            return terms == null ? Terms.ofTheApi(need) : terms;
        }
    }
}
