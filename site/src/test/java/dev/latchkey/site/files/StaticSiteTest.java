package dev.latchkey.site.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        return new StaticSite(
                dist,
                DeploymentPolicy.embedded(Origin.parse("http://localhost:8080").orElseThrow()),
                api,
                new PasswordPage(Optional.of("/password")));
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
        return Stream.concat(response.fixed().fields().stream(), response.headers().stream())
                .filter(field -> field.name().equals(name))
                .map(HeaderField::value)
                .findFirst()
                .orElseThrow();
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
