package dev.latchkey.http.guard;

import dev.latchkey.http.csrf.CsrfListener;
import dev.latchkey.http.csrf.CsrfRefusal;
import dev.latchkey.http.csrf.CsrfRefusal.Rule;
import dev.latchkey.http.deployment.Cookies;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.origin.Cors;
import dev.latchkey.http.origin.CrossOriginProtection;
import dev.latchkey.http.origin.CrossOriginProtection.Verdict;
import dev.latchkey.http.origin.ResourceIsolation;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether another site may have caused a request, by everything that is known of it. What is refused is also told to
 * the listener; in report-only mode it is told and let through, except for being embedded in another page.
 */
final class CrossSiteChecks {
    private final CrossOriginProtection crossOrigin;
    private final Cors cors;
    private final CsrfGuard csrf;
    private final Cookies cookies;
    private final Forwarding forwarding;
    private final boolean reportOnly;
    private final boolean passPreflights;
    private final CsrfListener listener;

    CrossSiteChecks(
            CrossOriginProtection crossOrigin,
            Cors cors,
            CsrfGuard csrf,
            Cookies cookies,
            Forwarding forwarding,
            boolean reportOnly,
            boolean passPreflights,
            CsrfListener listener) {
        this.crossOrigin = crossOrigin;
        this.cors = cors;
        this.csrf = csrf;
        this.cookies = cookies;
        this.forwarding = forwarding;
        this.reportOnly = reportOnly;
        this.passPreflights = passPreflights;
        this.listener = listener;
    }

    /** The same checks, of which nobody hears. */
    CrossSiteChecks silently() {
        return new CrossSiteChecks(
                crossOrigin, cors, csrf, cookies, forwarding, reportOnly, passPreflights, CsrfListener.none());
    }

    /** Why a page may not make this request; empty when it may. What is wrong first is said first. */
    Optional<Problem> refusal(Request request, Terms terms) {
        Optional<Problem> refusal = readerRefusal(request, terms);
        if (refusal.isEmpty()) {
            refusal = originRefusal(request, terms);
        }
        if (refusal.isEmpty()) {
            refusal = isolationRefusal(request, terms);
        }
        if (refusal.isEmpty()) {
            refusal = cookies.excess(request.header(RequestHeader.COOKIE))
                    .map(excess -> Problem.of(ErrorCode.HEADERS_TOO_LARGE, excess));
        }
        return refusal.isEmpty() ? tokenRefusal(request) : refusal;
    }

    /**
     * A page that may not read the answer has no business asking: nothing runs for it, and nothing takes time. Where a
     * proxy asks for another backend, that backend may have readers of its own, which only a list of ours could rule out.
     */
    private Optional<Problem> readerRefusal(Request request, Terms terms) {
        boolean isForAnother = terms.kind() == Terms.Kind.ON_BEHALF && !cors.isOn();
        return crossOrigin.isSafe(request.method())
                        && !isForAnother
                        && reader(request) instanceof Cors.Reader.Foreign(String detail)
                ? refusal(request, Rule.CORS, ErrorCode.ORIGIN_REJECTED, detail)
                : Optional.empty();
    }

    Cors.Reader reader(Request request) {
        List<String> origins = request.header(RequestHeader.ORIGIN);
        // Most reads come from the own page, without an Origin: no second header is looked for then.
        return origins.isEmpty() ? Cors.OWN : cors.reader(request.header(RequestHeader.SEC_FETCH_SITE), origins);
    }

    /**
     * Why another site's page may not have that done. One that opens a WebSocket is a {@code GET}, carries cookies, and
     * is kept from no page by CORS: where it may open one, it is judged as one that changes something (RFC 6455 §10.2).
     */
    private Optional<Problem> originRefusal(Request request, Terms terms) {
        boolean isUnnamed = terms.kind() == Terms.Kind.ON_BEHALF && isUnknownOnBehalf(request);
        return isUnnamed || changesNothing(request, terms) ? Optional.empty() : unsafeOriginRefusal(request);
    }

    private Optional<Problem> unsafeOriginRefusal(Request request) {
        Verdict verdict = crossOrigin.judgeUnsafe(
                request.header(RequestHeader.SEC_FETCH_SITE), request.header(RequestHeader.ORIGIN));
        return verdict instanceof Verdict.Refused(String detail)
                ? refusal(request, Rule.ORIGIN, ErrorCode.ORIGIN_REJECTED, detail)
                : Optional.empty();
    }

    /** A proxy need not name the method. */
    private boolean isUnknownOnBehalf(Request request) {
        return !opensConnection(request) && methodsAskedFor(request).isEmpty();
    }

    /** Whether what is asked for is known to change nothing (RFC 9110 §9.2.1). */
    boolean changesNothing(Request request, Terms terms) {
        return switch (terms.kind()) {
            case API -> crossOrigin.isSafe(request.method());
            case ROUTE -> crossOrigin.isSafe(request.method()) && !opensConnection(request);
            case ON_BEHALF -> {
                Set<String> methods = methodsAskedFor(request);
                yield !methods.isEmpty() && methods.stream().allMatch(crossOrigin::isSafe) && !opensConnection(request);
            }
        };
    }

    /**
     * Whether a proxy asks about a CORS preflight that it may pass on. A preflight brings no cookies (Fetch §4.8), so whether
     * somebody is logged in is no question that it could answer.
     */
    boolean isPreflightToPass(Request request, Terms terms) {
        return passPreflights
                && terms.kind() == Terms.Kind.ON_BEHALF
                && methodsAskedFor(request).equals(Set.of("OPTIONS"))
                && request.header(RequestHeader.ORIGIN).size() == 1
                && request.header(RequestHeader.ACCESS_CONTROL_REQUEST_METHOD).size() == 1
                && !opensConnection(request);
    }

    /** All that are named: a proxy overwrites one of the two headers, and a stranger may have sent the other. */
    private Set<String> methodsAskedFor(Request request) {
        return forwarding.isTrusted(request.peerAddress())
                ? Stream.of(RequestHeader.X_ORIGINAL_METHOD, RequestHeader.X_FORWARDED_METHOD)
                        .flatMap(name -> request.header(name).stream())
                        .collect(Collectors.toSet())
                : Set.of();
    }

    /** Whether a request is to open a connection of another kind, by its own word or by what the browser says of it. */
    private static boolean opensConnection(Request request) {
        return !request.header(RequestHeader.UPGRADE).isEmpty()
                || request.header(RequestHeader.SEC_FETCH_MODE).contains("websocket");
    }

    private static Optional<Problem> isolationRefusal(Request request, Terms terms) {
        List<String> sites = request.header(RequestHeader.SEC_FETCH_SITE);
        // An image of the person's own page is no image of ours: the route, or the proxy, asks who may see it.
        // A WebSocket is judged by its Origin there, and pages that are trusted may open one.
        boolean isAllowed = (terms.kind() != Terms.Kind.API && (isOwnPage(sites) || isWebSocket(request)))
                || ResourceIsolation.allows(
                        request.header(RequestHeader.SEC_FETCH_DEST),
                        request.header(RequestHeader.SEC_FETCH_MODE),
                        sites);
        return isAllowed
                ? Optional.empty()
                : Optional.of(Problem.of(
                        ErrorCode.ORIGIN_REJECTED,
                        (terms.kind() == Terms.Kind.ROUTE
                                        ? "this answers the app's own pages"
                                        : "the API answers fetch")
                                + ", not embedding in another page"));
    }

    private static boolean isWebSocket(Request request) {
        return request.header(RequestHeader.SEC_FETCH_DEST).equals(List.of("websocket"))
                && request.header(RequestHeader.SEC_FETCH_MODE).equals(List.of("websocket"));
    }

    private static boolean isOwnPage(List<String> fetchSites) {
        return fetchSites.equals(List.of("same-origin")) || fetchSites.equals(List.of("none"));
    }

    /** Why the token of an unsafe request will not do; empty when it will. */
    private Optional<Problem> tokenRefusal(Request request) {
        return crossOrigin.isSafe(request.method())
                ? Optional.empty()
                : csrf.refusal(request)
                        .flatMap(detail -> refusal(request, Rule.TOKEN, ErrorCode.CSRF_TOKEN_INVALID, detail));
    }

    /** Tells that a browser was refused that asked before it sends, which is so in report-only mode too. */
    void tell(Request request, String detail) {
        tell(request, Rule.CORS, true, detail);
    }

    private void tell(Request request, Rule rule, boolean isEnforced, String detail) {
        listener.on(new CsrfRefusal(
                rule, isEnforced, Printable.of(request.method()), Printable.of(request.rawPath()), detail));
    }

    private Optional<Problem> refusal(Request request, Rule rule, ErrorCode code, String detail) {
        tell(request, rule, !reportOnly, detail);
        return reportOnly ? Optional.empty() : Optional.of(Problem.of(code, detail));
    }
}
