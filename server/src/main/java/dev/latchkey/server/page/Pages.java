package dev.latchkey.server.page;

import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.deployment.ContentSecurityPolicy;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.CsrfGuard;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.server.page.PageFunctions.PageRequest;
import dev.latchkey.settings.Settings;
import io.pebbletemplates.pebble.PebbleEngine;
import io.pebbletemplates.pebble.loader.FileLoader;
import io.pebbletemplates.pebble.template.PebbleTemplate;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Renders the page for every client-side route: with the session, a CSRF token and a fresh nonce in it. Thread-safe. */
public final class Pages {
    private static final String TEMPLATE = "index.html";

    private final Guard guard;
    private final Tokens tokens;
    private final PebbleEngine templates;
    private final FixedHeaders headers;
    private final ContentSecurityPolicy contentSecurityPolicy;

    /** Reads templates from that folder, anew after each change in development. */
    public Pages(Guard guard, DeploymentPolicy policy, Tokens tokens, Path folder, Settings.Page settings) {
        this.guard = guard;
        this.tokens = tokens;
        // Vite's client opens a web socket to hear of changes.
        this.contentSecurityPolicy = settings.devAssets()
                .map(origin -> policy.contentSecurityPolicy().allowingConnect("ws://" + origin.authority()))
                .orElseGet(policy::contentSecurityPolicy);
        this.headers = headers(policy);
        FileLoader loader = new FileLoader(folder.toString());
        loader.setCharset(StandardCharsets.UTF_8.name());
        this.templates = new PebbleEngine.Builder()
                .loader(loader)
                .cacheActive(settings.devAssets().isEmpty())
                .extension(new PageFunctions(new AssetTags(settings.staticFiles(), settings.devAssets())))
                .build();
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

    /** The page, for a request that asks for one. Opening it is activity. */
    public Response render(Request request) {
        String nonce = tokens.newOpaqueId();
        CsrfGuard.Grant csrf = guard.csrf().grant(request);
        // An outage must not look like a login form: whoever it is then, the page says that it cannot be told.
        Access who = guard.identify(request);
        String session = new String(guard.view().of(who), StandardCharsets.UTF_8);
        String html = render(new PageRequest(nonce, csrf.token(), session));
        return new Response(200, headers, List.of(), html.getBytes(StandardCharsets.UTF_8))
                .with(contentSecurityPolicy.headerWithNonce(nonce))
                .with(who.headers())
                .with(csrf.cookies());
    }

    private String render(PageRequest page) {
        try {
            PebbleTemplate template = templates.getTemplate(TEMPLATE);
            StringWriter html = new StringWriter(4096);
            template.evaluate(html, Map.of(PageFunctions.REQUEST, page));
            return html.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
