package dev.latchkey.http.guard;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.login.Identification;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.SessionChecks;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.browser.ClientReader;
import dev.latchkey.http.browser.UserAgentReader;
import dev.latchkey.http.csrf.CsrfListener;
import dev.latchkey.http.csrf.CsrfTokens;
import dev.latchkey.http.deployment.DeploymentPolicy;
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
import dev.latchkey.http.problem.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Guards routes: checks a request once and in a fixed order (host and encryption, cross-origin decision, CORS, cookies,
 * identification), reads the clock once, and says who came or what to answer instead. Thread-safe; blocks while a store
 * does.
 *
 * <pre>{@code
 * return switch (guard.admit(request, Need.MEMBER)) {
 *     case Access.Member member -> notesOf(member.user()).with(member.headers());
 *     case Access.Stranger stranger -> throw new IllegalStateException("a member was asked for");
 *     case Access.Refused(Response response) -> response;
 * };
 * }</pre>
 *
 * <p>Ask it once per request, and before the route does anything: it is what keeps a page of another site from acting for
 * the person who is logged in. Where it cannot be told who came, the answer is a 503 and nobody is logged out.
 */
public final class Guard {
    private final Identification identification;
    private final Freshness freshness;
    private final Reception reception;
    private final Cors cors;
    private final CrossOriginProtection crossOrigin;
    private final CrossSiteChecks checks;
    private final CrossSiteChecks silentChecks;
    private final CsrfGuard csrf;
    private final OnBehalf onBehalf;
    private final ClientReader clientReader;
    private final CookieIdentification cookieIdentification;
    private final UnknownTokens unknownTokens;
    private final LoginCookies cookies;
    private final SessionView view;
    private final Answers answers;
    private final List<HeaderField> routeHeaders;
    private final AuthEventListener listener;
    private final String basePath;

    private Guard(Builder builder) {
        DeploymentPolicy policy = builder.policy;
        this.identification = builder.identification;
        this.freshness = builder.freshness;
        this.listener = builder.listener;
        this.basePath = builder.basePath;
        this.reception = new Reception(policy);
        this.cors = new Cors(policy.publicOrigin(), policy.trustedOrigins());
        this.crossOrigin = new CrossOriginProtection(
                policy.publicOrigin(), policy.trustedOrigins(), policy.csrf().requireOrigin());
        this.csrf = new CsrfGuard(builder.csrfTokens, policy, basePath);
        this.checks = new CrossSiteChecks(
                crossOrigin,
                cors,
                csrf,
                policy.cookies(),
                policy.forwarding(),
                policy.csrf().reportOnly(),
                policy.csrf().passPreflights(),
                builder.crossSiteListener);
        this.silentChecks = checks.silently();
        this.onBehalf = new OnBehalf(policy.forwarding());
        this.clientReader = new ClientReader(policy.forwarding(), builder.userAgents);
        this.cookies = new LoginCookies(policy.cookies(), basePath, identification::now);
        this.view = new SessionView(identification.policy(), builder.freshness);
        this.cookieIdentification =
                new CookieIdentification(identification, builder.freshness, clientReader, cookies, view);
        this.unknownTokens = new UnknownTokens(clientReader, listener);
        this.answers = new Answers(policy);
        this.routeHeaders = policy.routeHeaders();
    }

    /**
     * Begins a guard for that deployment.
     *
     * @param identification who makes a request
     * @param freshness whose credential was proven recently
     * @param csrfTokens the tokens that unsafe requests may or must bring
     * @param userAgents tells browsers apart, for session protection and for the list of sessions
     */
    public static Builder builder(
            DeploymentPolicy policy,
            Identification identification,
            Freshness freshness,
            CsrfTokens csrfTokens,
            UserAgentReader userAgents) {
        return new Builder(policy, identification, freshness, csrfTokens, userAgents);
    }

    /**
     * Lets a request of the application in, or says what to answer instead. Coming is activity, unless the request says
     * that nobody caused it, and a remembered browser is brought back: the answer must carry {@link Access#headers()},
     * or its login is lost.
     *
     * @return never a {@link Access.Stranger} unless {@link Need#ANYONE} may come
     */
    public Access admit(Request request, Need need) {
        return admit(request, Terms.of(need));
    }

    /** The same on other terms. */
    public Access admit(Request request, Terms terms) {
        Optional<Response> answer = receive(request, terms);
        return forTheApplication(
                request, answer.isPresent() ? new Access.Refused(answer.get()) : enter(request, terms));
    }

    /**
     * Tells who makes a request and changes nothing: no deadline moves, no remembered browser is brought back, no cookie
     * is set, nobody hears of it. For what is asked beside the request itself, such as a line of a log, and once an
     * answer is under way. The same checks refuse what they would refuse at the door.
     */
    public Access peek(Request request) {
        Terms terms = Terms.of(Need.ANYONE).passive().withoutReturn();
        Optional<Response> answer = receive(request, terms);
        return forTheApplication(
                request,
                answer.isPresent()
                        ? new Access.Refused(answer.get())
                        : refusal(silentChecks, request, terms)
                                .<Access>map(Access.Refused::new)
                                .orElseGet(() -> look(request, terms, identification.now())));
    }

    /** Everything that an answer of ours has, but for what only the API's own answers are. */
    private Access forTheApplication(Request request, Access access) {
        if (access instanceof Access.Refused(Response response)) {
            return new Access.Refused(readable(request, response));
        }
        List<HeaderField> lines = new ArrayList<>(routeHeaders);
        if (checks.reader(request) instanceof Cors.Reader.Trusted reader) {
            lines.addAll(cors.headers(reader));
        }
        return switch (access) {
            case Access.Member member -> member.with(lines);
            case Access.Stranger stranger -> stranger.with(lines);
            case Access.Refused refused -> refused;
        };
    }

    /** What to answer before it is known which route is asked for: to who is elsewhere, and to a CORS preflight. */
    public Optional<Response> receive(Request request, Terms terms) {
        if (reception.receive(request) instanceof Arrival.Misdirected(var connection, String detail)) {
            return Optional.of(refuse(Problem.of(ErrorCode.MISDIRECTED_REQUEST, detail), terms));
        }
        if (checks.isPreflightToPass(request, terms)) {
            return Optional.of(check(request, terms).orElseGet(answers::noContent));
        }
        return isPreflight(request) ? Optional.of(answerPreflight(request)) : Optional.empty();
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
            case Cors.Reader.Foreign(String detail) -> {
                checks.tell(request, detail);
                yield answers.refusePreflight(Problem.of(ErrorCode.ORIGIN_REJECTED, detail));
            }
            case Cors.Reader.Trusted trusted -> answers.preflight().with(cors.preflightHeaders());
            case Cors.Reader.Own own -> answers.preflight();
        };
    }

    /** What to answer in place of a route that asks for nobody; empty when it may go on. For a received request. */
    public Optional<Response> check(Request request, Terms terms) {
        return refusal(checks, request, terms);
    }

    private Optional<Response> refusal(CrossSiteChecks by, Request request, Terms terms) {
        Optional<Problem> refusal = by.refusal(request, terms);
        return refusal.isEmpty() ? Optional.empty() : Optional.of(refuse(refusal.get(), terms));
    }

    /** Lets a received request in, or says what to answer instead. */
    public Access enter(Request request, Terms terms) {
        Optional<Response> refusal = check(request, terms);
        return refusal.isEmpty() ? judge(request, terms) : new Access.Refused(refusal.get());
    }

    /**
     * Who opens a page that anyone may open, from wherever they come: no more than identification. Opening it is
     * activity.
     */
    public Access identify(Request request) {
        return judge(request, Terms.ofTheApi(Need.ANYONE));
    }

    private Access judge(Request request, Terms terms) {
        Instant now = identification.now();
        Access access = look(request, terms, now);
        unknownTokens.note(request, access, now);
        return missing(access, terms.need(), now)
                .<Access>map(refusal -> new Access.Refused(told(request, terms, access, refusal)))
                .orElse(access);
    }

    private Response told(Request request, Terms terms, Access access, Response refusal) {
        return terms.kind() == Terms.Kind.ON_BEHALF && access instanceof Access.Stranger stranger
                ? refusal.with(onBehalf.lines(request, stranger.reason()))
                : refusal;
    }

    /**
     * What to answer where a route needs more of who was let in than it said at the door; empty when there is enough.
     * {@link Access#headers()} belong on this answer too.
     */
    public Optional<Response> demand(Access access, Need need) {
        return missing(access, need, identification.now());
    }

    private Optional<Response> missing(Access access, Need need, Instant now) {
        return switch (access) {
            case Access.Refused(Response response) -> Optional.of(response);
            case Access.Stranger stranger ->
                need == Need.ANYONE ? Optional.empty() : Optional.of(turnAway(stranger, now));
            case Access.Member member ->
                need == Need.FRESH && !member.isFresh() ? Optional.of(askForProof(member)) : Optional.empty();
        };
    }

    private Access look(Request request, Terms terms, Instant now) {
        try {
            Access access = cookieIdentification.identify(request, terms, now);
            // A token that was rotated away is good for a moment, for what is under way and changes nothing.
            return isRotatedAway(access) && isBarredToPredecessors(request, terms)
                    ? new Access.Stranger(Reason.UNKNOWN)
                    : access;
        } catch (StoreUnavailableException e) {
            return new Access.Refused(answers.refuse(Refusal.storeUnavailable()));
        }
    }

    private static boolean isRotatedAway(Access access) {
        return access instanceof Access.Member member && member.standing() == Standing.PREDECESSOR;
    }

    /** The API's own routes know what each of them allows. */
    private boolean isBarredToPredecessors(Request request, Terms terms) {
        return terms.kind() != Terms.Kind.API && !checks.changesNothing(request, terms);
    }

    private Response turnAway(Access.Stranger stranger, Instant now) {
        listener.on(new AuthEvent.Unauthorized(now));
        return answers.refuse(Problem.of(stranger.reason()));
    }

    /** What to answer to who must prove a credential before they may do this. */
    public Response askForProof(Access.Member member) {
        Session session = member.session();
        listener.on(new AuthEvent.ReauthenticationRequired(
                member.at(), session.principal().id(), session.id()));
        return complete(answers.refuse(Refusal.reauthenticationRequired()), member);
    }

    /** An answer of ours with what the member's visit asks for. */
    public Response complete(Response answer, Access.Member member) {
        return cookies.complete(answer, member.headers());
    }

    /** A refusal in the words of a route of the API. */
    public Response refuse(Problem problem, Terms terms) {
        return terms.saysLogin() ? answers.refuseLogin(problem) : answers.refuse(problem);
    }

    /** An answer of ours as pages of other origins may read it. */
    public Response readable(Request request, Response answer) {
        return checks.reader(request) instanceof Cors.Reader.Trusted reader
                ? answer.with(cors.headers(reader))
                : answer;
    }

    /**
     * Whom this very request logged in, with what its answer must carry: the cookies of the login, and how long the
     * session lasts.
     */
    public Access.Member welcome(Request request, LoginOutcome.LoggedIn login) {
        Session session = login.session();
        Instant at = session.authenticatedAt();
        List<HeaderField> headers = new ArrayList<>(cookies.logIn(request, login));
        headers.add(view.expiresIn(session, at));
        Resolution.Active resolution = new Resolution.Active(session);
        return new Access.Member(
                resolution, freshness.judge(resolution, at), login.token(), client(request), at, headers);
    }

    /** Whether the app itself made this request with {@code fetch}. */
    public boolean isFetchByApp(Request request) {
        return crossOrigin.isFetchByApp(
                request.header(RequestHeader.SEC_FETCH_DEST),
                request.header(RequestHeader.SEC_FETCH_MODE),
                request.header(RequestHeader.SEC_FETCH_SITE),
                request.header(RequestHeader.ORIGIN));
    }

    /** The browser that makes a request. */
    public Client client(Request request) {
        return clientReader.of(request);
    }

    /** The cookies of a login's life. */
    public LoginCookies cookies() {
        return cookies;
    }

    /** What is said about who is logged in. */
    public SessionView view() {
        return view;
    }

    /** CSRF tokens. */
    public CsrfGuard csrf() {
        return csrf;
    }

    /** How requests arrive. */
    public Reception reception() {
        return reception;
    }

    /** Answers in the shape of the API. */
    public Answers answers() {
        return answers;
    }

    /** What came of the session tokens that were looked at. */
    public SessionChecks sessionChecks() {
        return identification.checks();
    }

    /** The path that the API is under, such as {@code /api}. */
    public String basePath() {
        return basePath;
    }

    /** Options of {@link Guard}. Not thread-safe. */
    public static final class Builder {
        private final DeploymentPolicy policy;
        private final Identification identification;
        private final Freshness freshness;
        private final CsrfTokens csrfTokens;
        private final UserAgentReader userAgents;
        private AuthEventListener listener = AuthEventListener.none();
        private CsrfListener crossSiteListener = CsrfListener.none();
        private String basePath = "/api";

        private Builder(
                DeploymentPolicy policy,
                Identification identification,
                Freshness freshness,
                CsrfTokens csrfTokens,
                UserAgentReader userAgents) {
            this.policy = Objects.requireNonNull(policy, "policy");
            this.identification = Objects.requireNonNull(identification, "identification");
            this.freshness = Objects.requireNonNull(freshness, "freshness");
            this.csrfTokens = Objects.requireNonNull(csrfTokens, "csrfTokens");
            this.userAgents = Objects.requireNonNull(userAgents, "userAgents");
        }

        /** Who hears of what is refused to members and strangers. Default: nobody. */
        public Builder listener(AuthEventListener value) {
            this.listener = Objects.requireNonNull(value, "listener").isolated();
            return this;
        }

        /** Who hears of requests that other sites caused. Default: nobody. */
        public Builder crossSiteListener(CsrfListener value) {
            this.crossSiteListener =
                    Objects.requireNonNull(value, "crossSiteListener").isolated();
            return this;
        }

        /**
         * The path that the API is under. Default: {@code /api}.
         *
         * @param value begins with a slash and ends with none
         */
        public Builder basePath(String value) {
            this.basePath = Objects.requireNonNull(value, "basePath");
            return this;
        }

        /**
         * Makes the guard.
         *
         * @throws IllegalArgumentException when the base path is none
         */
        public Guard build() {
            if (!basePath.matches("(?:/[A-Za-z0-9._-]++)++")) {
                throw new IllegalArgumentException(
                        "a base path is like /api, of letters, digits, '.', '_' and '-', not " + basePath);
            }
            return new Guard(this);
        }
    }
}
