package dev.latchkey.doctor;

import dev.latchkey.http.deployment.PublicSuffixes;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A page that calls the API with {@code fetch} and credentials, in a browser of its own. Sends the headers that
 * browsers send (Fetch standard; Fetch Metadata goes to trustworthy origins alone). Used by one thread.
 */
final class Page {
    private final Origin page;
    private final Origin api;
    private final Relation relation;
    private final Transport transport;
    private final CookieJar jar;

    Page(Origin page, Origin api, PublicSuffixes suffixes, Transport transport) {
        this.page = page;
        this.api = api;
        this.relation = Relation.of(page, api, suffixes);
        this.transport = transport;
        this.jar = new CookieJar(suffixes);
    }

    Relation relation() {
        return relation;
    }

    CookieJar jar() {
        return jar;
    }

    Answer get(String path) throws IOException {
        return transport.send(Question.get(api, path, headers("GET", path, Optional.empty())));
    }

    /** What a browser asks when a person opens a page. */
    Answer navigate(String path) throws IOException {
        return transport.send(Question.get(
                api,
                path,
                api.isHttps() || api.isLoopback()
                        ? List.of(
                                new HeaderField("Accept", "text/html"),
                                new HeaderField("Sec-Fetch-Site", "none"),
                                new HeaderField("Sec-Fetch-Mode", "navigate"),
                                new HeaderField("Sec-Fetch-Dest", "document"))
                        : List.of(new HeaderField("Accept", "text/html"))));
    }

    Answer post(String path, String csrfToken) throws IOException {
        List<HeaderField> headers = new ArrayList<>(headers("POST", path, Optional.of(csrfToken)));
        headers.add(new HeaderField("Content-Type", "application/json"));
        return transport.send(new Question("POST", api, path, headers, "{}"));
    }

    /** What a browser asks before a page of another origin sends JSON. */
    Answer preflight(String path) throws IOException {
        List<HeaderField> headers = new ArrayList<>(List.of(
                new HeaderField("Accept", "*/*"),
                new HeaderField("Origin", page.toString()),
                new HeaderField("Access-Control-Request-Method", "POST"),
                new HeaderField("Access-Control-Request-Headers", "content-type")));
        headers.addAll(fetchMetadata());
        return transport.send(new Question("OPTIONS", api, path, headers, ""));
    }

    private List<HeaderField> headers(String method, String path, Optional<String> csrfToken) {
        List<HeaderField> headers = new ArrayList<>();
        headers.add(new HeaderField("Accept", "*/*"));
        if (relation != Relation.SAME_ORIGIN || !method.equals("GET")) {
            headers.add(new HeaderField("Origin", page.toString()));
        }
        headers.addAll(fetchMetadata());
        String cookies = jar.header(api, path);
        if (!cookies.isEmpty()) {
            headers.add(new HeaderField("Cookie", cookies));
        }
        csrfToken
                .filter(token -> !token.isEmpty())
                .ifPresent(token -> headers.add(new HeaderField("X-CSRFToken", token)));
        return headers;
    }

    private List<HeaderField> fetchMetadata() {
        return api.isHttps() || api.isLoopback()
                ? List.of(
                        new HeaderField("Sec-Fetch-Site", relation.spelling()),
                        new HeaderField("Sec-Fetch-Mode", "cors"),
                        new HeaderField("Sec-Fetch-Dest", "empty"))
                : List.of();
    }
}
