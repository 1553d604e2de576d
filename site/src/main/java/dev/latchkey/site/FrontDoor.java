package dev.latchkey.site;

import dev.latchkey.http.api.Api;
import dev.latchkey.http.deployment.Cookies;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.Reception;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.PlainPath;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.site.files.PasswordPage;
import dev.latchkey.site.files.StaticFiles;
import dev.latchkey.site.page.BasePath;
import dev.latchkey.site.page.Pages;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides who answers a request: the API, a file, or the page. Thread-safe. */
public final class FrontDoor implements Handler {
    private final Api api;
    private final Optional<StaticFiles> files;
    private final Optional<Pages> pages;
    private final Origin publicOrigin;
    private final Cookies cookies;
    private final PasswordPage passwordPage;
    private final BasePath base;
    private final Predicate<String> isHealth;

    /**
     * Brings those together that may answer.
     *
     * @param isHealth whether health is told at a path, on another port
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public FrontDoor(
            Api api,
            Optional<StaticFiles> files,
            Optional<Pages> pages,
            DeploymentPolicy policy,
            PasswordPage passwordPage,
            BasePath base,
            Predicate<String> isHealth) {
        this.isHealth = isHealth;
        this.api = api;
        this.files = files;
        this.pages = pages;
        this.publicOrigin = policy.publicOrigin();
        this.cookies = policy.cookies();
        this.passwordPage = passwordPage;
        this.base = base;
    }

    @Override
    public boolean isPrompt(Request request) {
        return api.isPrompt(request);
    }

    @Override
    public Response handle(Request request) {
        String path = request.rawPath();
        if (api.owns(path)) {
            return api.handle(request);
        }
        if (isHealth.test(path)) {
            // Never the page: a check that was pointed here would find every server healthy, whatever its state.
            return refuse(ErrorCode.NOT_FOUND, "health is told on the management port");
        }
        return switch (api.guard().reception().receive(request)) {
            case Reception.Arrival.Misdirected misdirected ->
                refuse(ErrorCode.MISDIRECTED_REQUEST, misdirected.detail());
            case Reception.Arrival.Welcome welcome -> answer(request, welcome.isAlias());
        };
    }

    private Response answer(Request request, boolean isAlias) {
        String path = request.rawPath();
        if (!PlainPath.matches(path)) {
            return refuse(ErrorCode.NOT_FOUND, "there is no such page");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return refuse(ErrorCode.METHOD_NOT_ALLOWED, "a page is read with GET")
                    .with(new HeaderField("Allow", "GET, HEAD"));
        }
        if (pages.isPresent() && passwordPage.isAskedFor(path)) {
            return passwordPage.answer();
        }
        return base.inside(request)
                .map(inside -> inside(request, inside, isAlias))
                .orElseGet(() -> refuse(
                        ErrorCode.NOT_FOUND,
                        "there is no page here; " + ServerSetting.PAGE_BASE + " is " + base.path()));
    }

    private Response inside(Request request, Request inside, boolean isAlias) {
        Optional<Response> file = files.flatMap(found -> found.find(inside));
        if (file.isPresent()) {
            return file.get();
        }
        return StaticFiles.owns(inside.rawPath())
                ? refuse(ErrorCode.NOT_FOUND, "there is no such file")
                : page(request, inside, isAlias);
    }

    private Response page(Request request, Request inside, boolean isAlias) {
        if (pages.isEmpty() || !takesHtml(request)) {
            return refuse(ErrorCode.NOT_FOUND, "there is no page here");
        }
        if (isAlias) {
            // Cookies belong to a host: a login on 127.0.0.1 would be unknown on localhost.
            String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
            return Response.empty(307, NO_STORE)
                    .with(new HeaderField("Location", publicOrigin + request.rawPath() + query));
        }
        Optional<String> excess = cookies.excess(request.header(RequestHeader.COOKIE));
        return excess.isPresent()
                ? refuse(ErrorCode.HEADERS_TOO_LARGE, excess.get())
                : pages.get().render(inside);
    }

    private static final FixedHeaders NO_STORE = new FixedHeaders(
            List.of(new HeaderField("Cache-Control", "no-store"), new HeaderField("Referrer-Policy", "same-origin")));

    /** Browsers ask for pages as HTML and for icons as images; tools ask for anything. */
    private static boolean takesHtml(Request request) {
        List<String> accept = request.header(RequestHeader.ACCEPT);
        return accept.isEmpty() || accept.stream().anyMatch(FrontDoor::namesHtml);
    }

    private static boolean namesHtml(String accept) {
        return accept.contains("text/html") || (accept.contains("*/*") && !accept.contains("image/"));
    }

    private Response refuse(ErrorCode code, String detail) {
        return api.answers().refuse(Problem.of(code, detail));
    }
}
