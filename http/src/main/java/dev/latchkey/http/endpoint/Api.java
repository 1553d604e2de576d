package dev.latchkey.http.endpoint;

import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.Hosts;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.CrossOriginProtection;
import dev.latchkey.http.origin.CrossOriginProtection.Verdict;
import dev.latchkey.http.origin.ResourceIsolation;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.session.Sessions;
import dev.latchkey.store.StoreUnavailableException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * The whole API: checks a request once and in a fixed order (host, route, method, origin, cookies, CSRF token), then
 * asks one endpoint. Thread-safe; blocks while a store or a password hash does.
 */
public final class Api {
    private static final String BASE_PATH = "/api";

    /** Routes whose clients test {@code login}: it is in every answer of theirs but a 503. */
    private static final Set<String> SAY_LOGIN = Set.of(BASE_PATH + "/login", BASE_PATH + "/getsession");

    private final Hosts hosts;
    private final CrossOriginProtection crossOrigin;
    private final CsrfGuard csrf;
    private final Visitors visitors;
    private final SessionView view;
    private final Answers answers;
    private final Map<String, Route> routes;

    /** Brings the endpoints together under one policy. */
    public Api(
            DeploymentPolicy policy,
            Sessions sessions,
            PasswordLogin login,
            CsrfTokens csrfTokens,
            InstantSource clock) {
        this.hosts = new Hosts(policy.publicOrigin());
        this.crossOrigin = new CrossOriginProtection(policy.publicOrigin(), policy.trustedOrigins(), false);
        this.csrf = new CsrfGuard(csrfTokens, policy.csrfCookie(), BASE_PATH);
        this.visitors = new Visitors(sessions, policy.sessionCookie().name());
        this.view = new SessionView(sessions.policy(), clock);
        this.answers = new Answers(policy);
        Endpoint logout = new Logout(sessions, visitors, policy.sessionCookie(), BASE_PATH, answers);
        this.routes = Map.of(
                BASE_PATH + "/login",
                new Route(Map.of(
                        "POST",
                        new Login(login, sessions, visitors, view, policy.sessionCookie(), BASE_PATH, answers))),
                BASE_PATH + "/logout",
                new Route(Map.of("POST", logout, "GET", new LogoutByFetch(logout, crossOrigin, answers))),
                BASE_PATH + "/getsession",
                Route.get(new GetSession(visitors, view, answers)),
                BASE_PATH + "/data",
                Route.get(new GetData(visitors, answers)),
                BASE_PATH + "/getcsrf",
                Route.get(new GetCsrf(csrf, answers)));
    }

    /** Whether a path belongs to the API; compared as sent, so that no second spelling slips past a rule. */
    public boolean owns(String rawPath) {
        return rawPath.startsWith(BASE_PATH)
                && (rawPath.length() == BASE_PATH.length() || rawPath.charAt(BASE_PATH.length()) == '/');
    }

    /** Answers a request for a path that the API owns. */
    public Response handle(Request request) {
        try {
            return answer(request);
        } catch (StoreUnavailableException e) {
            return answers.refuse(Problem.of(
                    ErrorCode.STORE_UNAVAILABLE, "the session store does not answer; nobody was logged out by this"));
        }
    }

    private Response answer(Request request) {
        if (hosts.judge(request.header(RequestHeader.HOST)) == Hosts.Service.REFUSED) {
            return refuse(request, ErrorCode.MISDIRECTED_REQUEST, "this host is not served here; check public-origin");
        }
        Route route = routes.get(request.rawPath());
        if (route == null) {
            return refuse(request, ErrorCode.NOT_FOUND, "there is no such route");
        }
        Endpoint endpoint = route.endpoint(request.method());
        if (endpoint == null) {
            return refuse(request, ErrorCode.METHOD_NOT_ALLOWED, "this route takes " + route.allow())
                    .with(new HeaderField("Allow", route.allow()));
        }
        return checkOrigin(request, endpoint);
    }

    private Response checkOrigin(Request request, Endpoint endpoint) {
        Verdict verdict = crossOrigin.judge(
                request.method(), request.header(RequestHeader.SEC_FETCH_SITE), request.header(RequestHeader.ORIGIN));
        if (verdict instanceof Verdict.Refused(String detail)) {
            return refuse(request, ErrorCode.ORIGIN_REJECTED, detail);
        }
        if (!ResourceIsolation.allows(
                request.header(RequestHeader.SEC_FETCH_DEST),
                request.header(RequestHeader.SEC_FETCH_MODE),
                request.header(RequestHeader.SEC_FETCH_SITE))) {
            return refuse(request, ErrorCode.ORIGIN_REJECTED, "the API answers fetch, not embedding in another page");
        }
        if (CookieHeader.isExcessive(request.header(RequestHeader.COOKIE))) {
            return refuse(request, ErrorCode.HEADERS_TOO_LARGE, "cookies have at most 8 KiB and 100 pairs");
        }
        if (isUnsafe(request.method()) && !csrf.accepts(request)) {
            return refuse(request, ErrorCode.CSRF_TOKEN_INVALID, "the CSRF token is not this browser's; read it again");
        }
        return endpoint.handle(request);
    }

    private static boolean isUnsafe(String method) {
        return !Set.of("GET", "HEAD").contains(method);
    }

    private Response refuse(Request request, ErrorCode code, String detail) {
        Problem problem = Problem.of(code, detail);
        return SAY_LOGIN.contains(request.rawPath()) ? answers.refuseLogin(problem) : answers.refuse(problem);
    }

    /** Finds out who makes a request, for a page that is rendered with it. */
    public Visitors visitors() {
        return visitors;
    }

    /** What a page says about who is logged in. */
    public SessionView view() {
        return view;
    }

    /** Gives pages their CSRF token. */
    public CsrfGuard csrf() {
        return csrf;
    }

    /** Which hosts are served. */
    public Hosts hosts() {
        return hosts;
    }

    /** Refusals for requests that never reach an endpoint, in the same shape. */
    public Answers answers() {
        return answers;
    }
}
