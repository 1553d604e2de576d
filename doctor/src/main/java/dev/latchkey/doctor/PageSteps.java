package dev.latchkey.doctor;

import dev.latchkey.doctor.CookieJar.Verdict;
import dev.latchkey.doctor.Outcome.Failed;
import dev.latchkey.doctor.Outcome.Fine;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether the page may ask, read, keep its cookie and act. The cookie is the one of the CSRF nonce: no login needed. */
final class PageSteps {
    private static final String CSRF_SUFFIX = "-csrf";

    private final Origin pageOrigin;
    private final Origin api;
    private final Page page;
    private Answer granted = new Answer(0, Map.of(), "");
    private String cookieName = "";

    PageSteps(Origin pageOrigin, Origin api, Page page) {
        this.pageOrigin = pageOrigin;
        this.api = api;
        this.page = page;
    }

    private boolean isCrossOrigin() {
        return page.relation() != Relation.SAME_ORIGIN;
    }

    Outcome askBeforehand() throws IOException {
        if (pageOrigin.isHttps() && !api.isHttps() && !api.isLoopback()) {
            return new Failed(
                    Cause.MIXED_CONTENT,
                    "page and API",
                    pageOrigin + " and " + api,
                    "browsers let no encrypted page call an unencrypted API",
                    "serve the API by https too");
        }
        if (!isCrossOrigin()) {
            return new Fine("not needed: page and API are of one origin");
        }
        Answer answer = page.preflight("/api/login");
        boolean isLatchkeysRefusal = answer.isProblem("origin_rejected") || answer.isProblem("method_not_allowed");
        if (isLatchkeysRefusal) {
            return notListed(answer.text("detail"));
        }
        Optional<Failed> unreadable = unreadable(answer);
        boolean mayPost = answer.isOk()
                && unreadable.isEmpty()
                && answer.headerText("access-control-allow-methods").contains("POST")
                && answer.headerText("access-control-allow-headers")
                        .toLowerCase(Locale.ROOT)
                        .contains("content-type");
        if (mayPost) {
            return new Fine("the browser is told that " + pageOrigin + " may send JSON, with credentials");
        }
        return new Failed(
                Cause.PREFLIGHT_ANSWERED_BY_PROXY,
                "OPTIONS /api/login",
                answer.summary()
                        + unreadable
                                .map(failed -> ", " + failed.finding().what() + ": "
                                        + failed.finding().value())
                                .orElse(""),
                "this is not Latchkey's answer to a preflight, and browsers will not send the login after it",
                "pass OPTIONS on like every other method, and let the proxy add no Access-Control-* headers");
    }

    private Failed notListed(String detail) {
        return new Failed(
                Cause.ORIGIN_NOT_LISTED,
                "page",
                pageOrigin.toString(),
                detail.isEmpty() ? "the API does not know this page's origin" : detail,
                "write deployment = cross-origin and add " + pageOrigin + " to spa-origins, if it is yours");
    }

    private Optional<Failed> unreadable(Answer answer) {
        List<String> allowed = answer.header("access-control-allow-origin");
        if (!allowed.equals(List.of(pageOrigin.toString()))) {
            return Optional.of(rewritten(
                    "Access-Control-Allow-Origin",
                    allowed.isEmpty() ? "(none)" : String.join(" and ", allowed),
                    allowed.contains("*")
                            ? "browsers refuse * together with credentials"
                            : "browsers want this page's origin there, exactly once"));
        }
        if (!answer.header("access-control-allow-credentials").equals(List.of("true"))) {
            return Optional.of(rewritten(
                    "Access-Control-Allow-Credentials",
                    answer.headerText("access-control-allow-credentials"),
                    "without it browsers neither send cookies nor show the answer"));
        }
        return Optional.empty();
    }

    private static Failed rewritten(String header, String value, String why) {
        return new Failed(
                Cause.CORS_HEADERS_REWRITTEN,
                header,
                value.isEmpty() ? "(none)" : Printable.sentence(value, 300),
                why,
                "let the proxy leave Access-Control-* headers to Latchkey, which sets them for spa-origins");
    }

    Outcome read() throws IOException {
        granted = page.get("/api/getcsrf");
        if (granted.isProblem("origin_rejected")) {
            return notListed(granted.text("detail"));
        }
        if (!isCrossOrigin()) {
            return new Fine("the page reads what its own origin answers");
        }
        Optional<Failed> unreadable = unreadable(granted);
        if (unreadable.isPresent()) {
            return unreadable.get();
        }
        String exposed = granted.headerText("access-control-expose-headers");
        return exposed.contains("X-CSRFToken")
                ? new Fine("the page may read answers, with credentials")
                : rewritten("Access-Control-Expose-Headers", exposed, "the page cannot read its CSRF token without it");
    }

    Outcome keepCookie() {
        List<ReceivedCookie> received =
                granted.header("set-cookie").stream().map(ReceivedCookie::parse).toList();
        Optional<ReceivedCookie> own = received.stream()
                .filter(cookie -> cookie.name().endsWith(CSRF_SUFFIX) && !cookie.isDeletion())
                .findFirst();
        if (own.isEmpty()) {
            return new Failed(
                    Cause.SET_COOKIE_STRIPPED,
                    "Set-Cookie of /api/getcsrf",
                    "(none)",
                    "Latchkey sets a cookie here, and it did not arrive",
                    "let the proxy pass Set-Cookie on (in nginx no proxy_hide_header Set-Cookie for /api)");
        }
        ReceivedCookie cookie = own.get();
        cookieName = cookie.name();
        for (ReceivedCookie each : received) {
            Verdict verdict = page.jar().offer(each, api, "/api/getcsrf", page.relation());
            if (each.equals(cookie) && verdict instanceof Verdict.Dropped dropped) {
                return dropped(cookie, dropped);
            }
        }
        if (!cookie.attribute("path").equals("/") || cookie.has("domain")) {
            return rewritten(cookie, "Latchkey sets Path=/ and no Domain");
        }
        if (api.isHttps() && !cookie.has("secure")) {
            return rewritten(cookie, "it has no Secure, and browsers reach the API by https");
        }
        return new Fine("a browser keeps " + cookie.shape());
    }

    private Outcome rewritten(ReceivedCookie cookie, String why) {
        return new Failed(
                Cause.COOKIE_REWRITTEN,
                "Set-Cookie",
                cookie.shape(),
                why,
                api.isHttps() && !cookie.has("secure")
                        ? "write public-origin = " + api + ", and let the proxy leave cookies alone"
                        : "let the proxy leave cookies alone (in nginx no proxy_cookie_path, _domain or _flags for /api)");
    }

    private Outcome dropped(ReceivedCookie cookie, Verdict.Dropped dropped) {
        boolean isByName = dropped.cause() == Cause.COOKIE_STAYS_ON_SITE
                && pageOrigin.isLoopback()
                && api.isLoopback()
                && !pageOrigin.host().equals(api.host());
        if (isByName) {
            return new Failed(
                    Cause.LOOPBACK_NAMES_DIFFER,
                    "page and API",
                    pageOrigin + " and " + api,
                    "two names of one machine are two sites for a browser, and the cookie stays on its own",
                    "call the API at " + api.withHost(pageOrigin.host()));
        }
        return new Failed(
                dropped.cause(),
                "Set-Cookie",
                cookie.shape(),
                dropped.why(),
                switch (dropped.cause()) {
                    case SECURE_COOKIE_DROPPED ->
                        "open the pages by https, and let the proxy redirect http to it; X-Forwarded-Proto must say how"
                                + " the browser came";
                    case COOKIE_STAYS_ON_SITE ->
                        "put page and API below one domain or behind one proxy; else name the page in spa-origins, which"
                                + " makes cookies SameSite=None; Partitioned, and let the proxy leave them alone";
                    default ->
                        "let the proxy leave cookies alone (in nginx no proxy_cookie_path, _domain or _flags for /api)";
                });
    }

    Outcome bringCookieBack() throws IOException {
        String session = cookieName.substring(0, cookieName.length() - CSRF_SUFFIX.length());
        List<String> names = page.jar().matching(api, "/api/getsession").stream()
                .map(ReceivedCookie::name)
                .toList();
        Answer seen = page.get("/api/getsession");
        boolean isTwice = names.stream().distinct().count() < names.size();
        if (isTwice || names.contains(session) || seen.text("reason").equals("cookie_conflict")) {
            return new Failed(
                    Cause.TWIN_COOKIES,
                    "cookies",
                    Printable.sentence(String.join(", ", names), 300),
                    "something else sets a cookie of Latchkey's name: browsers send both, and neither is trusted",
                    "find who sets it, in the proxy or in another application of this host, and stop that; or choose"
                            + " another cookie.name");
        }
        Answer again = page.get("/api/getcsrf");
        boolean isKnown = again.header("set-cookie").stream()
                        .noneMatch(line -> ReceivedCookie.parse(line).name().equals(cookieName))
                && again.text("csrfToken").equals(granted.text("csrfToken"));
        return isKnown
                ? new Fine("the cookie comes back, and the server knows it again")
                : new Failed(
                        Cause.COOKIE_NOT_PASSED,
                        "Cookie",
                        cookieName,
                        "the browser sends it, and it does not arrive at the server",
                        "let the proxy pass the Cookie header on (in nginx no proxy_set_header Cookie for /api)");
    }

    Outcome act() throws IOException {
        Answer answer = page.post("/api/logout", granted.text("csrfToken"));
        if (answer.isOk()) {
            return new Fine("the page may act: a POST of its own is let through");
        }
        if (answer.isProblem("origin_rejected")) {
            return new Failed(
                    Cause.ORIGIN_REJECTED,
                    "Origin",
                    pageOrigin.toString(),
                    answer.text("detail"),
                    "write public-origin as browsers see it, and let the proxy leave Origin alone");
        }
        return new Failed(
                Cause.UNEXPECTED_ANSWER,
                "POST /api/logout",
                answer.summary() + " " + answer.text("code"),
                "a page that sends its cookie and its token is let through",
                "pass every method and every header of /api on untouched");
    }

    /** A page that is opened by another name of this machine leads to the one whose cookies it will have. */
    Outcome open() throws IOException {
        if (isCrossOrigin()) {
            return new Fine("served elsewhere");
        }
        Answer answer = page.navigate("/");
        Optional<Origin> target = Optional.of(answer.headerText("location"))
                .filter(location -> answer.status() / 100 == 3 && location.startsWith("http"))
                .flatMap(location -> Origin.parse(location.replaceFirst("(?<=[^:/])/.*", "")));
        if (target.isPresent()
                && target.get().isLoopback()
                && api.isLoopback()
                && !target.get().equals(api)) {
            return new Failed(
                    Cause.LOOPBACK_NAMES_DIFFER,
                    "page",
                    pageOrigin.toString(),
                    "it leads to " + target.get() + ", and cookies of one name are unknown to the other",
                    "open " + target.get() + " and nothing else");
        }
        return new Fine("/ answers " + answer.summary());
    }
}
