package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed input gets its clear error with the headers of every answer, and the server answers the next request. */
class HostileRequestsTest {
    static RunningServerFixture server;
    static Wire wire;

    @BeforeAll
    static void start() {
        server = new RunningServerFixture(Map.of());
        wire = server.wire;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void the_server_answers_the_next_request() {
        assertThat(wire.get("/api/getsession").status()).isEqualTo(200);
    }

    static List<Arguments> bodies() {
        return List.of(
                Arguments.of("", "empty"),
                Arguments.of("{", "truncated"),
                Arguments.of("[]", "no object"),
                Arguments.of("{\"username\":\"jane\"}", "field missing"),
                Arguments.of("{\"username\":\"jane\",\"password\":\"x\",\"username\":\"bob\"}", "duplicate key"),
                Arguments.of("{\"username\":[\"jane\",\"bob\"],\"password\":\"x\"}", "list of usernames"),
                Arguments.of("{\"username\":{\"a\":1},\"password\":\"x\"}", "object as username"),
                Arguments.of("{\"username\":\"jane\",\"password\":1}", "number as password"),
                Arguments.of("{\"username\":\"jane\",\"password\":null}", "null as password"),
                Arguments.of(
                        "{\"username\":\"jane\",\"password\":\"x\",\"remember\":\"yes\"}", "remember is no boolean"),
                Arguments.of("{\"username\":\"jane\",\"password\":\"x\"}{}", "two values"),
                Arguments.of("\ufeff\ufeff{\"username\":\"jane\",\"password\":\"x\"}", "two byte order marks"),
                Arguments.of("{\"username\":\"\",\"password\":\"\"}", "empty fields"),
                Arguments.of("{\"username\":\"" + "j".repeat(200) + "\",\"password\":\"x\"}", "username too long"),
                Arguments.of("{\"username\":\"jane\",\"password\":\"" + "x".repeat(1025) + "\"}", "password too long"),
                Arguments.of(
                        "{\"username\":\"nobody\",\"password\":\"" + "x".repeat(1025) + "\"}", "the same for nobody"),
                Arguments.of("{\"username\":\"jane\",\"password\":\"" + "x".repeat(9000) + "\"}", "string over 8 KiB"),
                Arguments.of("[".repeat(60_000), "deeply nested"),
                Arguments.of("{\"a\":" + "9".repeat(1001) + "}", "number over 1000 digits"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("bodies")
    @DisplayName("security: JSON limits and one scalar identifier")
    void a_body_that_does_not_fit_is_400_and_says_so(String body, String label) {
        Wire.Answer answer = wire.post("/api/login", body);
        assertThat(answer.status()).as(label).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"malformed_request\"", "\"login\":false");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Vary")).contains("Cookie");
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @Test
    void invalid_utf_8_is_400() {
        byte[] body = "{\"username\":\"jane\",\"password\":\"\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThat(wire.send("POST", "/api/login", body, "Content-Type: application/json")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_body_over_64_kib_is_413() {
        Wire.Answer answer = wire.post("/api/login", "x".repeat(70_000));
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("\"code\":\"content_too_large\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/jsonp"
            })
    void a_body_that_is_not_json_is_415(String type) {
        byte[] body = server.loginBody().getBytes(StandardCharsets.UTF_8);
        Wire.Answer answer = wire.send("POST", "/api/login", body, "Content-Type: " + type);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).contains("\"code\":\"unsupported_media_type\"");
        assertThat(wire.send("POST", "/api/login", body).status())
                .as("no type at all")
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "",
                "A",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",
                "%41AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\""
            })
    void a_cookie_that_cannot_be_ours_is_nobody(String value) {
        Wire.Answer answer = wire.get("/api/data", "Cookie: latchkey=" + value);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.body()).contains("\"reason\":\"unknown\"");
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__Host-latchkey", "LATCHKEY", "Latchkey", "$latchkey", "latchkey-x"})
    void a_cookie_of_another_name_is_not_ours(String name) {
        String token = server.logIn().substring("Cookie: latchkey=".length());
        assertThat(wire.get("/api/getsession", "Cookie: " + name + "=" + token).body())
                .contains("\"reason\":\"none\"");
    }

    @Test
    void a_token_anywhere_but_in_the_cookie_is_ignored() {
        String token = server.logIn().substring("Cookie: latchkey=".length());
        assertThat(wire.get("/api/data?latchkey=" + token + "&sid=" + token).status())
                .isEqualTo(401);
        assertThat(wire.get("/api/data", "Authorization: Bearer " + token, "latchkey: " + token)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void cookies_that_take_up_too_much_room_are_431() {
        assertThat(wire.get("/api/data", "Cookie: " + "a=b; ".repeat(2000) + "c=d")
                        .status())
                .isEqualTo(431);
        assertThat(wire.get("/api/data", "Cookie: a=" + "b".repeat(9_000)).status())
                .isEqualTo(431);
        assertThat(wire.get("/api/data", "Cookie: a=" + "b".repeat(40_000)).status())
                .isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "PROPFIND", "TRACE", "FOO"})
    void a_method_that_a_route_does_not_take_is_405(String method) {
        Wire.Answer answer = wire.send(method, "/api/getsession", null);
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD");
    }

    @Test
    void a_method_override_is_ignored() {
        String cookie = server.logIn();
        wire.get("/api/logout?_method=POST", cookie, "X-HTTP-Method-Override: POST");
        assertThat(wire.get("/api/data", cookie).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: Same-Origin",
                "Origin: http://evil@localhost"
            })
    void a_login_that_another_site_caused_is_403(String header) {
        Wire.Answer answer = wire.post("/api/login", server.loginBody(), header);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).contains("\"code\":\"origin_rejected\"", "\"login\":false");
        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void head_is_get_without_a_body() {
        Wire.Answer head = wire.send("HEAD", "/api/getsession", null);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("31");
        assertThat(head.header("Cache-Control")).isEqualTo("no-store");
    }
}
