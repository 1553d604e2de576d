package dev.latchkey.http.endpoint;

import dev.latchkey.http.browser.Clients;
import dev.latchkey.http.browser.UserAgentReader;
import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.csrf.CsrfListener;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.Hosts;
import dev.latchkey.http.deployment.Reception;
import dev.latchkey.http.deployment.Reception.Arrival;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Cors;
import dev.latchkey.http.origin.CrossOriginProtection;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * The whole API: checks a request once and in a fixed order (host and encryption, CORS preflight, route, method,
 * origin, cookies, CSRF token), then asks one endpoint. Thread-safe; blocks while a store or a password hash does.
 */
public final class Api {
    private static final String BASE_PATH = "/api";

    /** Routes whose clients test {@code login}: it is in every answer of theirs but a 503. */
    private static final Set<String> SAY_LOGIN = Set.of(BASE_PATH + "/login", BASE_PATH + "/getsession");

    /** What a session check needs is in memory as a rule. */
    private static final Set<String> PROMPT =
            Set.of(BASE_PATH + "/getsession", BASE_PATH + "/data", BASE_PATH + "/verify");

    private final boolean isReportOnly;
    private final Hosts hosts;
    private final Reception reception;
    private final Cors cors;
    private final CrossSiteChecks checks;
    private final CsrfGuard csrf;
    private final Visitors visitors;
    private final UnknownTokens unknownTokens;
    private final SessionView view;
    private final Answers answers;
    private final Routes routes;
    private final Optional<Endpoint> diagnostics;

    /**
     * Brings the endpoints together under one policy.
     *
     * @param services what they ask
     * @param userAgents tells browsers apart, for session protection and for the list of sessions
     * @param listener hears of requests that other sites caused
     */
    public Api(
            DeploymentPolicy policy,
            Services services,
            CsrfTokens csrfTokens,
            UserAgentReader userAgents,
            InstantSource clock,
            CsrfListener listener) {
        this.isReportOnly = policy.csrf().reportOnly();
        this.hosts = new Hosts(policy.publicOrigin());
        this.reception = new Reception(policy);
        this.cors = new Cors(policy.publicOrigin(), policy.trustedOrigins());
        CrossOriginProtection crossOrigin = new CrossOriginProtection(
                policy.publicOrigin(), policy.trustedOrigins(), policy.csrf().requireOrigin());
        this.csrf = new CsrfGuard(csrfTokens, policy, BASE_PATH);
        this.checks = new CrossSiteChecks(crossOrigin, cors, csrf, policy.csrf(), listener);
        this.answers = new Answers(policy);
        this.view = new SessionView(services.policy(), services.freshness(), clock);
        LoginCookies cookies = new LoginCookies(policy.cookies(), BASE_PATH);
        Clients clients = new Clients(policy.forwarding(), userAgents);
        this.visitors = new Visitors(services.visits(), clients, cookies, view);
        this.diagnostics = policy.diagnostics() ? Optional.of(new GetDiagnostics(policy, answers)) : Optional.empty();
        this.unknownTokens = new UnknownTokens(clients, clock, services.listener());
        Gatekeeper gatekeeper = new Gatekeeper(unknownTokens, answers, clock, services.listener());
        this.routes = new Routes(
                BASE_PATH,
                policy,
                services,
                new Routes.Parts(
                        visitors,
                        unknownTokens,
                        clients,
                        cookies,
                        view,
                        csrf,
                        checks,
                        crossOrigin,
                        gatekeeper,
                        answers));
    }

    /** Whether a path belongs to the API; compared as sent, so that no second spelling slips past a rule. */
    public boolean owns(String rawPath) {
        return rawPath.startsWith(BASE_PATH)
                && (rawPath.length() == BASE_PATH.length() || rawPath.charAt(BASE_PATH.length()) == '/');
    }

    /** Whether memory can probably answer it, see {@link dev.latchkey.http.exchange.Handler#isPrompt}. */
    public boolean isPrompt(Request request) {
        // A report is written before it is known whether the answer has to wait, and must not be written twice.
        return !isReportOnly
                && PROMPT.contains(request.rawPath())
                && (request.method().equals("GET") || request.method().equals("HEAD"));
    }

    /** The paths of its routes, a variable segment in braces: for whoever counts requests. */
    public Set<String> paths() {
        return routes.paths();
    }

    /** Answers a request for a path that the API owns. */
    public Response handle(Request request) {
        Response answer = answerOrRefuse(request);
        return checks.reader(request) instanceof Cors.Reader.Trusted reader
                ? answer.with(cors.headers(reader))
                : answer;
    }

    private Response answerOrRefuse(Request request) {
        try {
            return answer(request);
        } catch (StoreUnavailableException e) {
            return answers.refuse(Problem.of(
                    ErrorCode.STORE_UNAVAILABLE, "the session store does not answer; nobody was logged out by this"));
        }
    }

    private Response answer(Request request) {
        if (diagnostics.isPresent()
                && request.method().equals("GET")
                && isDiagnostics(request)
                && reception.mayExplain(request)) {
            // Before every other check: what it explains is why they fail.
            return diagnostics.get().handle(request);
        }
        if (reception.receive(request) instanceof Arrival.Misdirected(var connection, String detail)) {
            return refuse(request, Problem.of(ErrorCode.MISDIRECTED_REQUEST, detail));
        }
        if (isPreflight(request)) {
            return answerPreflight(request);
        }
        Route route = routes.find(request.rawPath());
        if (route == null) {
            return refuse(request, Problem.of(ErrorCode.NOT_FOUND, "there is no such route"));
        }
        Endpoint endpoint = route.endpoint(request.method());
        if (endpoint == null) {
            return refuse(request, Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "this route takes " + route.allow()))
                    .with(new HeaderField("Allow", route.allow()));
        }
        Optional<Problem> refusal = refusal(request, route);
        return refusal.isEmpty() ? endpoint.handle(request) : refuse(request, refusal.get());
    }

    private static boolean isDiagnostics(Request request) {
        return request.rawPath().equals(BASE_PATH + "/diagnostics");
    }

    private boolean isPreflight(Request request) {
        return cors.isOn()
                && cors.isPreflight(
                        request.method(),
                        request.header(RequestHeader.ORIGIN),
                        request.header(RequestHeader.ACCESS_CONTROL_REQUEST_METHOD));
    }

    private Response answerPreflight(Request request) {
        return switch (checks.reader(request)) {
            case Cors.Reader.Foreign(String detail) ->
                answers.refusePreflight(Problem.of(ErrorCode.ORIGIN_REJECTED, detail));
            case Cors.Reader.Trusted trusted -> answers.preflight().with(cors.preflightHeaders());
            case Cors.Reader.Own own -> answers.preflight();
        };
    }

    private Optional<Problem> refusal(Request request, Route route) {
        Optional<Problem> refusal = checks.originRefusal(request, route);
        if (refusal.isEmpty() && CookieHeader.isExcessive(request.header(RequestHeader.COOKIE))) {
            return Optional.of(Problem.of(ErrorCode.HEADERS_TOO_LARGE, "cookies have at most 8 KiB and 100 pairs"));
        }
        return refusal.or(() -> checks.tokenRefusal(request));
    }

    private Response refuse(Request request, Problem problem) {
        return SAY_LOGIN.contains(request.rawPath()) ? answers.refuseLogin(problem) : answers.refuse(problem);
    }

    /** Finds out who opens a page that is rendered for them; opening it is activity. */
    public Visit identify(Request request) {
        Visit visit = visitors.identify(request);
        unknownTokens.note(request, visit);
        return visit;
    }

    /** What a page says about who is logged in. */
    public SessionView view() {
        return view;
    }

    /** Gives pages their CSRF token. */
    public CsrfGuard csrf() {
        return csrf;
    }

    /** Which hosts are served, for an adapter without proxies in front; {@link #reception()} also knows of those. */
    public Hosts hosts() {
        return hosts;
    }

    /** Judges how requests arrive, for whatever else is served under the same origin. */
    public Reception reception() {
        return reception;
    }

    /** Refusals for requests that never reach an endpoint, in the same shape. */
    public Answers answers() {
        return answers;
    }
}
