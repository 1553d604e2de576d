package dev.latchkey.site.page;

import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.deployment.ContentSecurityPolicy;
import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.CsrfGuard;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.settings.Settings;
import dev.latchkey.site.page.PageFunctions.PageRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Renders the page for every client-side route: with the session, a CSRF token and a fresh nonce in it. Thread-safe. */
public final class Pages {
    private final Guard guard;
    private final Tokens tokens;
    private final PageTemplate template;
    private final FixedHeaders headers;
    private final ContentSecurityPolicy contentSecurityPolicy;
    private final PageRoutes routes;

    /** Reads templates from that folder, anew after each change in development. */
    public Pages(Guard guard, DeploymentPolicy policy, Tokens tokens, Path folder, Settings.Page settings) {
        this.guard = guard;
        this.tokens = tokens;
        this.contentSecurityPolicy = contentSecurityPolicy(policy.contentSecurityPolicy(), settings);
        this.headers = headers(policy);
        this.routes = new PageRoutes(settings.routes());
        this.template = new PageTemplate(folder, settings);
    }

    private static ContentSecurityPolicy contentSecurityPolicy(ContentSecurityPolicy own, Settings.Page settings) {
        // Vite's client opens a web socket to hear of changes.
        Optional<String> socket = settings.devAssets().map(origin -> "ws://" + origin.authority());
        return own.allowing(settings.csp())
                .allowing(Directive.CONNECT, socket.stream().toList());
    }

    private static FixedHeaders headers(DeploymentPolicy policy) {
        List<HeaderField> fields = new ArrayList<>(List.of(
                new HeaderField("Content-Type", "text/html;charset=utf-8"),
                new HeaderField("Cache-Control", "no-store"),
                new HeaderField("Vary", "Cookie"),
                new HeaderField("X-Content-Type-Options", "nosniff"),
                new HeaderField("Referrer-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Opener-Policy", "same-origin"),
                new HeaderField("Cross-Origin-Resource-Policy", "same-origin")));
        fields.addAll(policy.transportHeaders());
        return new FixedHeaders(fields);
    }

    /** Why the template cannot be rendered, which the first visitor would meet; empty when it can. */
    public Optional<Finding> flaw() {
        return template.flaw();
    }

    /** The page, for a request that asks for one. Opening it is activity. */
    public Response render(Request request) {
        String nonce = tokens.newOpaqueId();
        CsrfGuard.Grant csrf = guard.csrf().grant(request);
        // An outage must not look like a login form: whoever it is then, the page says that it cannot be told.
        Access who = guard.identify(request);
        String session = new String(guard.view().of(who), StandardCharsets.UTF_8);
        String html = template.render(new PageRequest(nonce, csrf.token(), session));
        // The app itself says so where it has no page for a path.
        int status = routes.has(request.rawPath()) ? 200 : 404;
        return new Response(status, headers, List.of(), html.getBytes(StandardCharsets.UTF_8))
                .with(contentSecurityPolicy.headerWithNonce(nonce))
                .with(who.headers())
                .with(csrf.cookies());
    }
}
