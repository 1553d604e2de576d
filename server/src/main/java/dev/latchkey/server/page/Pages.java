package dev.latchkey.server.page;

import dev.latchkey.http.deployment.ContentSecurityPolicy;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.endpoint.Api;
import dev.latchkey.http.endpoint.CsrfGuard;
import dev.latchkey.http.endpoint.Visit;
import dev.latchkey.http.exchange.FixedHeaders;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.server.config.Settings;
import dev.latchkey.server.page.PageFunctions.PageRequest;
import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.Tokens;
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

    private final Api api;
    private final Tokens tokens;
    private final PebbleEngine templates;
    private final FixedHeaders headers;
    private final ContentSecurityPolicy contentSecurityPolicy;

    /** Reads templates from that folder, anew after each change in development. */
    public Pages(Api api, DeploymentPolicy policy, Tokens tokens, Path folder, Settings.Page settings) {
        this.api = api;
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
        CsrfGuard.Grant csrf = api.csrf().grant(request);
        WhoIsThere who = whoIsThere(request);
        String html = render(new PageRequest(nonce, csrf.token(), who.json()));
        return new Response(200, headers, List.of(), html.getBytes(StandardCharsets.UTF_8))
                .with(contentSecurityPolicy.headerWithNonce(nonce))
                .with(who.headers())
                .with(csrf.cookies());
    }

    private record WhoIsThere(String json, List<HeaderField> headers) {}

    /** Who is there, or that it cannot be told: an outage must not look like a login form. */
    private WhoIsThere whoIsThere(Request request) {
        try {
            Visit visit = api.identify(request);
            return new WhoIsThere(text(api.view().of(visit.visitor())), visit.headers());
        } catch (StoreUnavailableException e) {
            return new WhoIsThere(text(api.view().unavailable()), List.of());
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
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
