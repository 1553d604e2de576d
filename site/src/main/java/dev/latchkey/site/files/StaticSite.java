package dev.latchkey.site.files;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.deployment.ContentSecurityPolicy;
import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.Handler;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.PlainPath;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.site.page.PageRoutes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A single-page app as plain files: {@code index.html} for every client-side route, hashed assets for a year,
 * {@code /config.json} with the API's origin where that is another one. It renders nothing and knows nobody.
 */
public final class StaticSite implements Handler {
    private static final String CONFIG = "/config.json";

    private final FileTree tree;
    private final StaticFiles files;
    private final Optional<Origin> api;
    private final Answers answers;
    private final FixedHeaders common;
    private final FixedHeaders config;
    private final HeaderField pagePolicy;
    private final Page page;

    /**
     * What whoever runs it says of the page.
     *
     * @param passwordPage where a password is changed
     * @param routes what the app has pages for
     * @param csp what its Content-Security-Policy allows beside its own files and the API
     */
    public record Page(PasswordPage passwordPage, PageRoutes routes, Map<Directive, List<String>> csp) {
        /** Copies the map. */
        public Page {
            csp = Map.copyOf(csp);
        }
    }

    /**
     * Serves that folder.
     *
     * @param policy gives the headers that do not depend on who asks
     * @param api where the app calls; empty when a proxy puts both under one origin
     * @param page what the page is like
     */
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    public StaticSite(Path folder, DeploymentPolicy policy, Optional<Origin> api, Page page) {
        this.page = page;
        this.tree = new FileTree(folder);
        this.files = new StaticFiles(folder, policy);
        this.api = api;
        this.answers = new Answers(policy);
        this.common = new FixedHeaders(headers(policy));
        List<HeaderField> fields = headers(policy);
        fields.add(new HeaderField("Content-Type", "application/json"));
        this.config = new FixedHeaders(fields);
        ContentSecurityPolicy own = policy.contentSecurityPolicy().allowing(page.csp());
        this.pagePolicy = api.map(origin -> own.allowing(Directive.CONNECT, List.of(origin.toString())))
                .orElse(own)
                .header();
    }

    private static List<HeaderField> headers(DeploymentPolicy policy) {
        List<HeaderField> fields = new ArrayList<>(List.of(
                new HeaderField("Cache-Control", "no-cache"),
                new HeaderField("Vary", "Accept-Encoding"),
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Referrer-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Opener-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Resource-Policy", "same-origin")));
        fields.addAll(policy.transportHeaders());
        return fields;
    }

    /** Whether a path is where an API would be. */
    public static boolean isForApi(String rawPath) {
        return rawPath.equals("/api") || rawPath.startsWith("/api/");
    }

    @Override
    public Response handle(Request request) {
        String path = request.rawPath();
        if (isForApi(path)) {
            // The page in place of an answer would look like success to a client with a wrong address.
            return refuse(
                    ErrorCode.NOT_FOUND,
                    "this host serves files; the API is "
                            + api.map(origin -> "at " + origin).orElse("elsewhere"));
        }
        if (!PlainPath.matches(path)) {
            return refuse(ErrorCode.NOT_FOUND, "there is no such page");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return refuse(ErrorCode.METHOD_NOT_ALLOWED, "a file is read with GET")
                    .with(new HeaderField("Allow", "GET, HEAD"));
        }
        if (path.equals(CONFIG) && api.isPresent()) {
            return config(api.get());
        }
        if (page.passwordPage().isAskedFor(path)) {
            return page.passwordPage().answer();
        }
        return files.find(request)
                .or(() -> page(request))
                .orElseGet(() ->
                        refuse(ErrorCode.NOT_FOUND, "there is no such " + (StaticFiles.owns(path) ? "file" : "page")));
    }

    private Optional<Response> page(Request request) {
        return StaticFiles.owns(request.rawPath())
                ? Optional.empty()
                : tree.find("index.html")
                        .map(file -> StaticFiles.answer(request, file, common, pagePolicy))
                        .map(answer -> page.routes().has(request.rawPath()) ? answer : asNotFound(answer));
    }

    /** The app itself says so. A browser that has the page already is told that it is the same, as ever. */
    private static Response asNotFound(Response page) {
        return page.status() == 200 ? new Response(404, page.fixed(), page.headers(), page.content()) : page;
    }

    private Response config(Origin origin) {
        // An origin has no character that JSON would escape.
        byte[] body = ("{\"apiOrigin\":\"" + origin + "\"}").getBytes(StandardCharsets.UTF_8);
        return new Response(200, config, List.of(), body);
    }

    private Response refuse(ErrorCode code, String detail) {
        return answers.refuse(Problem.of(code, detail));
    }
}
