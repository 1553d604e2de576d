package dev.latchkey.http.endpoint;

import dev.latchkey.http.csrf.CsrfListener;
import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.csrf.CsrfRefusal;
import dev.latchkey.http.csrf.CsrfRefusal.Rule;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.origin.Cors;
import dev.latchkey.http.origin.CrossOriginProtection;
import dev.latchkey.http.origin.CrossOriginProtection.Verdict;
import dev.latchkey.http.origin.ResourceIsolation;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether another site may have caused a request, by everything that is known of it. What is refused is also told to
 * the listener; in report-only mode it is told and let through, except for being embedded in another page.
 */
final class CrossSiteChecks {
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final CrossOriginProtection crossOrigin;
    private final Cors cors;
    private final CsrfGuard csrf;
    private final boolean reportOnly;
    private final CsrfListener listener;

    CrossSiteChecks(
            CrossOriginProtection crossOrigin, Cors cors, CsrfGuard csrf, CsrfPolicy policy, CsrfListener listener) {
        this.crossOrigin = crossOrigin;
        this.cors = cors;
        this.csrf = csrf;
        this.reportOnly = policy.reportOnly();
        this.listener = listener;
    }

    /** Why a page may not make this request; empty when it may. */
    Optional<Problem> originRefusal(Request request, Route route) {
        Optional<Problem> refusal = readerRefusal(request, route);
        if (refusal.isEmpty()) {
            refusal = originRefusal(request, request.method());
        }
        return refusal.isEmpty() ? isolationRefusal(request, route) : refusal;
    }

    /** The same for a request of that method, which a proxy asks about with its headers. */
    Optional<Problem> originRefusal(Request request, String method) {
        return crossOrigin.isSafe(method) ? Optional.empty() : unsafeOriginRefusal(request);
    }

    /** The same for a request that may change something, whatever its method. */
    Optional<Problem> unsafeOriginRefusal(Request request) {
        Verdict verdict = crossOrigin.judgeUnsafe(
                request.header(RequestHeader.SEC_FETCH_SITE), request.header(RequestHeader.ORIGIN));
        return verdict instanceof Verdict.Refused(String detail)
                ? refusal(request, Rule.ORIGIN, ErrorCode.ORIGIN_REJECTED, detail)
                : Optional.empty();
    }

    /** Why the token of an unsafe request will not do; empty when it will. */
    Optional<Problem> tokenRefusal(Request request) {
        return READING.contains(request.method())
                ? Optional.empty()
                : csrf.refusal(request)
                        .flatMap(detail -> refusal(request, Rule.TOKEN, ErrorCode.CSRF_TOKEN_INVALID, detail));
    }

    /**
     * A page that may not read the answer has no business asking: nothing runs for it, and nothing takes time. Where a
     * proxy asks for another backend, that backend may have readers of its own, which only a list of ours could rule out.
     */
    private Optional<Problem> readerRefusal(Request request, Route route) {
        boolean isForAnother = route.asksForAnother() && !cors.isOn();
        return READING.contains(request.method())
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

    /** Whether a request is to open a connection of another kind, by its own word or by what the browser says of it. */
    static boolean opensConnection(Request request) {
        return !request.header(RequestHeader.UPGRADE).isEmpty()
                || request.header(RequestHeader.SEC_FETCH_MODE).contains("websocket");
    }

    private static Optional<Problem> isolationRefusal(Request request, Route route) {
        List<String> sites = request.header(RequestHeader.SEC_FETCH_SITE);
        // An image of the person's own page is no image of ours: the proxy asks who may see it.
        // A WebSocket is judged by its Origin there, and pages that are trusted may open one.
        boolean isAllowed = (route.asksForAnother() && (isOwnPage(sites) || isWebSocket(request)))
                || ResourceIsolation.allows(
                        request.header(RequestHeader.SEC_FETCH_DEST),
                        request.header(RequestHeader.SEC_FETCH_MODE),
                        sites);
        return isAllowed
                ? Optional.empty()
                : Optional.of(
                        Problem.of(ErrorCode.ORIGIN_REJECTED, "the API answers fetch, not embedding in another page"));
    }

    private static boolean isWebSocket(Request request) {
        return request.header(RequestHeader.SEC_FETCH_DEST).equals(List.of("websocket"))
                && request.header(RequestHeader.SEC_FETCH_MODE).equals(List.of("websocket"));
    }

    private static boolean isOwnPage(List<String> fetchSites) {
        return fetchSites.equals(List.of("same-origin")) || fetchSites.equals(List.of("none"));
    }

    private Optional<Problem> refusal(Request request, Rule rule, ErrorCode code, String detail) {
        listener.on(new CsrfRefusal(
                rule, !reportOnly, Printable.of(request.method()), Printable.of(request.rawPath()), detail));
        return reportOnly ? Optional.empty() : Optional.of(Problem.of(code, detail));
    }
}
