package dev.latchkey.site.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.ContentSecurityPolicy.Directive;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.Content;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.site.page.PageRoutes;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticSiteTest {
    private static final String PAGE = "<!doctype html><title>page</title>";

    @TempDir
    Path dist;

    private StaticSite site;

    @BeforeEach
    void a_build() throws IOException {
        Files.createDirectories(dist.resolve("assets"));
        Files.createDirectories(dist.resolve(".vite"));
        Files.writeString(dist.resolve("index.html"), PAGE);
        Files.writeString(dist.resolve("index.html.br"), "brotli");
        Files.writeString(dist.resolve("robots.txt"), "User-agent: *");
        Files.writeString(dist.resolve("assets/main-abc.js"), "export {};");
        Files.writeString(dist.resolve(".vite/manifest.json"), "{}");
        site = site(Optional.of(Origin.parse("http://localhost:5000").orElseThrow()));
    }

    private StaticSite site(Optional<Origin> api) {
        return site(api, List.of(), Map.of());
    }

    private StaticSite site(Optional<Origin> api, List<String> routes, Map<Directive, List<String>> csp) {
        return new StaticSite(
                dist,
                DeploymentPolicy.embedded(Origin.parse("http://localhost:8080").orElseThrow()),
                api,
                new StaticSite.Page(new PasswordPage(Optional.of("/password")), new PageRoutes(routes), csp));
    }

    @Test
    void what_is_no_route_of_the_app_gets_the_page_as_not_found() {
        site = site(Optional.empty(), List.of("/", "/user/*"), Map.of());
        assertThat(get("/user/jane").status()).isEqualTo(200);
        Response page = get("/nonsense");
        assertThat(page.status()).isEqualTo(404);
        assertThat(text(page)).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/user", "/user/jane.doe", "/user/", "/apiary"})
    void every_client_side_route_gets_the_page(String path) {
        Response page = get(path);
        assertThat(page.status()).isEqualTo(200);
        assertThat(text(page)).isEqualTo(PAGE);
        assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/login", "/api/none"})
    void nothing_below_the_api_gets_the_page(String path) {
        Response answer = get(path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(text(answer)).contains("\"code\":\"not_found\"", "the API is at http://localhost:5000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/none.js",
                "/static/none.css",
                "/.vite/manifest.json",
                "/.git/HEAD",
                "/missing.png",
                "/wp-login.php",
                "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
                "/.well-known/openid-configuration",
                "/../secret",
                "//evil.example",
                "/a;b",
                "/a%2fb"
            })
    void what_is_not_there_is_404(String path) {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void a_file_is_served_as_it_is() {
        assertThat(text(get("/robots.txt"))).isEqualTo("User-agent: *");
        assertThat(header(get("/assets/main-abc.js"), "Cache-Control"))
                .isEqualTo("public, max-age=31536000, immutable");
    }

    @Test
    void a_password_manager_finds_the_page_where_a_password_is_changed() {
        Response answer = get("/.well-known/change-password");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(header(answer, "Location")).isEqualTo("/password");
    }

    @Test
    void the_page_may_call_the_api_and_nobody_else() {
        assertThat(header(get("/"), "Content-Security-Policy"))
                .contains("connect-src 'self' http://localhost:5000;", "script-src 'self';", "frame-ancestors 'none'");
    }

    @Test
    void the_page_may_load_what_whoever_runs_it_allows() {
        site = site(
                Origin.parse("https://api.example.com"),
                List.of(),
                Map.of(
                        Directive.CONNECT, List.of("wss://live.example.com"),
                        Directive.IMG, List.of("https://images.example.com")));
        assertThat(header(get("/"), "Content-Security-Policy"))
                .contains("connect-src 'self' wss://live.example.com https://api.example.com;")
                .contains("img-src 'self' data: https://images.example.com;")
                .contains("script-src 'self';");
    }

    @Test
    void the_page_learns_where_the_api_is() {
        assertThat(text(get("/config.json"))).isEqualTo("{\"apiOrigin\":\"http://localhost:5000\"}");
        assertThat(header(get("/config.json"), "Cache-Control")).isEqualTo("no-cache");
    }

    @Test
    void the_page_learns_that_the_api_has_its_own_origin() {
        site = site(Optional.empty());
        assertThat(get("/config.json").status()).isEqualTo(404);
        assertThat(header(get("/"), "Content-Security-Policy")).contains("connect-src 'self';");
    }

    @Test
    void the_page_is_sent_compressed_and_only_when_it_changed() {
        Response page = send("GET", "/", Map.of(RequestHeader.ACCEPT_ENCODING, "gzip, br"));
        assertThat(text(page)).isEqualTo("brotli");
        assertThat(header(page, "Content-Encoding")).isEqualTo("br");
        Response again = send(
                "GET",
                "/",
                Map.of(RequestHeader.ACCEPT_ENCODING, "br", RequestHeader.IF_NONE_MATCH, header(page, "ETag")));
        assertThat(again.status()).isEqualTo(304);
    }

    @ParameterizedTest
    @CsvSource({
        // of the 13 bytes of robots.txt
        "bytes=0-3,       206, User,          bytes 0-3/13",
        "bytes=11-,       206, ' *',          bytes 11-12/13",
        "bytes=-1,        206, *,             bytes 12-12/13",
        "bytes=-99,       206, User-agent: *, bytes 0-12/13",
        "bytes=5-99,      206, agent: *,      bytes 5-12/13",
        "BYTES=0-0,       206, U,             bytes 0-0/13",
        "bytes=13-,       416, '',            bytes */13",
        "bytes=-0,        416, '',            bytes */13",
        "'bytes=0-1,3-4', 200, User-agent: *, ''",
        "bytes=3-1,       200, User-agent: *, ''",
        "bytes=-,         200, User-agent: *, ''",
        "bytes=a-b,       200, User-agent: *, ''",
        "bytes=9999999999999999999-, 200, User-agent: *, ''",
        "lines=0-1,       200, User-agent: *, ''"
    })
    @DisplayName("RFC 9110 §14: one part of a file, or the whole")
    void a_part_of_a_file_is_given_to_whoever_asks_for_one(String range, int status, String body, String told) {
        Response answer = send("GET", "/robots.txt", Map.of(RequestHeader.RANGE, range));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(text(answer)).isEqualTo(body);
        assertThat(headers(answer, "Content-Range")).isEqualTo(told.isEmpty() ? List.of() : List.of(told));
        assertThat(headers(answer, "Accept-Ranges")).hasSize(status == 416 ? 0 : 1);
    }

    @Test
    void a_part_is_one_of_the_very_bytes_that_the_client_has() {
        String etag = header(get("/robots.txt"), "ETag");
        Map<RequestHeader, String> part = Map.of(RequestHeader.RANGE, "bytes=0-3", RequestHeader.IF_RANGE, etag);
        assertThat(send("GET", "/robots.txt", part).status()).isEqualTo(206);
        for (String other : List.of("\"other\"", "W/" + etag, "Sat, 01 Jan 2022 00:00:00 GMT")) {
            Map<RequestHeader, String> changed =
                    Map.of(RequestHeader.RANGE, "bytes=0-3", RequestHeader.IF_RANGE, other);
            assertThat(send("GET", "/robots.txt", changed).status()).isEqualTo(200);
        }
    }

    @Test
    void a_part_is_one_of_the_encoding_that_is_sent_and_no_part_is_news() {
        Map<RequestHeader, String> ask = Map.of(RequestHeader.RANGE, "bytes=0-1", RequestHeader.ACCEPT_ENCODING, "br");
        assertThat(text(send("GET", "/", ask))).isEqualTo("br");
        assertThat(headers(send("GET", "/", ask), "Content-Range")).containsExactly("bytes 0-1/6");
        Map<RequestHeader, String> again = Map.of(
                RequestHeader.RANGE, "bytes=0-1", RequestHeader.IF_NONE_MATCH, header(get("/robots.txt"), "ETag"));
        assertThat(send("GET", "/robots.txt", again).status()).isEqualTo(304);
        assertThat(send("HEAD", "/robots.txt", Map.of(RequestHeader.RANGE, "bytes=0-1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void a_large_file_is_not_kept_in_memory_and_its_parts_are_the_same_bytes() throws IOException {
        byte[] film = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(film);
        Files.write(dist.resolve("film.mp4"), film);

        Response whole = get("/film.mp4");
        assertThat(whole.content()).isInstanceOf(Content.FilePart.class);
        assertThat(whole.body()).isEqualTo(film);
        Response part = send("GET", "/film.mp4", Map.of(RequestHeader.RANGE, "bytes=2000000-"));
        assertThat(part.content()).isInstanceOf(Content.FilePart.class);
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2000000-3145727/3145728");
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(film, 2_000_000, film.length));
        Map<RequestHeader, String> known = Map.of(RequestHeader.IF_NONE_MATCH, header(whole, "ETag"));
        assertThat(send("GET", "/film.mp4", known).status()).isEqualTo(304);

        Files.write(dist.resolve("film.mp4"), new byte[3 * 1024 * 1024 - 1]);
        assertThat(send("GET", "/film.mp4", known).status()).isEqualTo(200);
    }

    @Test
    void a_file_is_only_read() {
        Response answer = send("POST", "/", Map.of());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(header(answer, "Allow")).isEqualTo("GET, HEAD");
    }

    private Response get(String path) {
        return send("GET", path, Map.of());
    }

    private Response send(String method, String path, Map<RequestHeader, String> headers) {
        return site.handle(new Asked(method, path, headers));
    }

    private static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static String header(Response response, String name) {
        return headers(response, name).getFirst();
    }

    private static List<String> headers(Response response, String name) {
        return Stream.concat(response.fixed().fields().stream(), response.headers().stream())
                .filter(field -> field.name().equals(name))
                .map(HeaderField::value)
                .toList();
    }

    private record Asked(String method, String rawPath, Map<RequestHeader, String> headers) implements Request {
        @Override
        public String rawQuery() {
            return "";
        }

        @Override
        public List<String> header(RequestHeader name) {
            return Optional.ofNullable(headers.get(name)).map(List::of).orElse(List.of());
        }

        @Override
        public InetAddress peerAddress() {
            return InetAddress.getLoopbackAddress();
        }

        @Override
        public boolean isTls() {
            return false;
        }

        @Override
        public Body body(int maxBytes) {
            return new Body.Complete(new byte[0]);
        }
    }
}
