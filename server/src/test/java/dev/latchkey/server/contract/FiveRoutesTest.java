package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.principal.Username;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser sees, asked of a running server over a socket, whatever they speak. */
@ParameterizedClass
@EnumSource(Protocol.class)
class FiveRoutesTest {
    @Parameter
    Protocol protocol;

    static RunningServerFixture server;
    static Wire wire;

    @BeforeParameterizedClassInvocation
    static void start(Protocol protocol) {
        server = new RunningServerFixture(Map.of(), protocol);
        wire = server.wire;
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        server.close();
    }

    @Nested
    class Logging_in {
        @Test
        void sets_a_cookie_that_opens_the_data() {
            Wire.Answer login = wire.post("/api/login", server.loginBody());
            assertThat(login.status()).isEqualTo(200);
            assertThat(login.body()).startsWith("{\"login\":true,\"user\":{").contains("\"username\":\"jane\"");
            String cookie = login.cookie(server.cookieName()).orElseThrow();
            assertThat(login.all("Set-Cookie").getLast()).isEqualTo(server.setCookie(cookie, ""));
            assertThat(login.body()).doesNotContain(cookie);
            Wire.Answer data = wire.get("/api/data", server.cookie(cookie));
            assertThat(data.body()).isEqualTo("{\"username\":\"jane\",\"name\":\"Jane </script> Doe\"}");
        }

        @Test
        void answers_unknown_wrong_and_disabled_with_the_same_bytes() {
            server.users().addWithGeneratedPassword("mallory", "Mallory");
            server.users().setDisabled(server.users().find(username("mallory")).orElseThrow(), true);
            Wire.Answer unknown = wire.post("/api/login", "{\"username\":\"nobody\",\"password\":\"wrong\"}");
            Wire.Answer wrong = wire.post("/api/login", "{\"username\":\"jane\",\"password\":\"wrong\"}");
            Wire.Answer disabled = wire.post("/api/login", "{\"username\":\"mallory\",\"password\":\"wrong\"}");
            assertThat(unknown.status()).isEqualTo(401);
            assertThat(unknown.body()).contains("\"code\":\"bad_credentials\"", "\"login\":false");
            assertThat(wrong.body()).isEqualTo(unknown.body());
            assertThat(disabled.body()).isEqualTo(unknown.body());
            assertThat(withoutDate(wrong)).isEqualTo(withoutDate(unknown));
            assertThat(withoutDate(disabled)).isEqualTo(withoutDate(unknown));
        }

        @Test
        void never_adopts_a_planted_token() {
            String planted = "A".repeat(45);
            Wire.Answer login = wire.post("/api/login", server.loginBody(), server.cookie(planted));
            assertThat(login.cookie(server.cookieName())).get().isNotEqualTo(planted);
            assertThat(wire.get("/api/data", server.cookie(planted)).status()).isEqualTo(401);
        }

        @Test
        void ends_the_session_that_the_browser_had() {
            String first = server.logIn();
            wire.post("/api/login", server.loginBody(), first);
            assertThat(wire.get("/api/data", first).body()).contains("\"reason\":\"logged_out\"");
        }
    }

    @Nested
    class Logging_out {
        @Test
        void ends_the_session_and_removes_the_cookie() {
            String cookie = server.logIn();
            Wire.Answer logout = wire.send("POST", "/api/logout", new byte[0], cookie);
            assertThat(logout.status()).isEqualTo(200);
            String cleared = server.setCookie("", "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
            assertThat(logout.all("Set-Cookie"))
                    .containsExactly(cleared.replace("latchkey=", "latchkey-remember="), cleared);
            assertThat(wire.get("/api/data", cookie).body())
                    .contains("\"code\":\"session_ended\"", "\"reason\":\"logged_out\"");
        }

        @Test
        void works_by_get_for_a_fetch_of_the_app_alone() {
            String cookie = server.logIn();
            assertThat(wire.get("/api/logout", cookie).status()).isEqualTo(403);
            assertThat(wire.get(
                                    "/api/logout",
                                    cookie,
                                    "Sec-Fetch-Dest: image",
                                    "Sec-Fetch-Mode: no-cors",
                                    "Sec-Fetch-Site: same-origin")
                            .status())
                    .isEqualTo(403);
            assertThat(wire.get("/api/data", cookie).status()).isEqualTo(200);
            assertThat(wire.get(
                                    "/api/logout",
                                    cookie,
                                    "Sec-Fetch-Dest: empty",
                                    "Sec-Fetch-Mode: cors",
                                    "Sec-Fetch-Site: same-origin")
                            .status())
                    .isEqualTo(200);
            assertThat(wire.get("/api/data", cookie).status()).isEqualTo(401);
        }

        @Test
        void without_a_session_is_done_already() {
            assertThat(wire.send("POST", "/api/logout", new byte[0]).body()).isEqualTo("{\"logout\":true}");
        }
    }

    @Nested
    class Asking_who_is_there {
        @Test
        void is_never_a_401() {
            assertThat(wire.get("/api/getsession").body()).isEqualTo("{\"login\":false,\"reason\":\"none\"}");
            assertThat(wire.get("/api/getsession", server.cookie("short")).body())
                    .contains("\"reason\":\"unknown\"");
            assertThat(wire.get("/api/getsession", server.logIn()).body()).startsWith("{\"login\":true,");
        }

        @Test
        void with_two_cookies_is_a_conflict_that_the_next_login_clears() {
            String cookie = server.logIn();
            String twins = cookie + "; " + server.cookieName() + "=" + "B".repeat(45);
            assertThat(wire.get("/api/getsession", twins).body()).contains("\"reason\":\"cookie_conflict\"");
            assertThat(wire.post("/api/login", server.loginBody(), twins).all("Set-Cookie"))
                    .hasSizeGreaterThan(1)
                    .anyMatch(
                            line -> line.startsWith(server.cookieName() + "=; Path=/") && line.contains("; Max-Age=0"));
        }
    }

    @Nested
    class The_page {
        @Test
        void carries_the_session_and_cannot_be_broken_out_of() {
            Wire.Answer page = wire.get("/user", server.logIn());
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains("{\"login\":true,").contains("Jane \\u003c/script\\u003e Doe");
            assertThat(page.header("Cache-Control")).isEqualTo("no-store");
            assertThat(page.header("Vary")).isEqualTo("Cookie");
            assertThat(page.header("Content-Security-Policy"))
                    .contains("frame-ancestors 'none'")
                    .contains(nonceOf(page));
        }

        @Test
        void has_a_new_nonce_each_time() {
            assertThat(nonceOf(wire.get("/"))).isNotEqualTo(nonceOf(wire.get("/")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/user", "/user/jane.doe", "/user/", "/any/where"})
        void is_there_for_every_client_side_route(String path) {
            assertThat(wire.get(path, "Accept: text/html").status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/assets/none.js",
                    "/missing.png",
                    "/wp-login.php",
                    "/.git/HEAD",
                    "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
                    "/static/none.css",
                    "/api",
                    "/api/",
                    "/api/none",
                    "//api/login",
                    "/%61pi/..%2flogin",
                    "/api/login/",
                    "/api/login;x",
                    "/api/./login",
                    "/a//b",
                    "/a/../b",
                    "/a;b",
                    "/assets/../a.css"
                })
        void is_not_there_for_anything_else(String path) {
            assertThat(wire.get(path).status()).isIn(404, 400);
        }

        @Test
        void is_told_in_words_to_a_person_when_it_is_not_there() {
            String[] navigation = {"Sec-Fetch-Mode: navigate", "Accept: text/html", "Accept-Language: de"};
            Wire.Answer missing = wire.get("/missing.png", navigation);
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.body()).contains("<h1>Diese Seite gibt es nicht</h1>");
            String[] tooLarge = {"Sec-Fetch-Mode: navigate", "Accept: text/html", "Cookie: a=" + "b".repeat(8_200)};
            Wire.Answer cookies = wire.get("/", tooLarge);
            assertThat(cookies.status()).isEqualTo(431);
            assertThat(cookies.body()).contains("Clear the cookies of this site", "cookie.max-bytes is 8192");
            assertThat(wire.get("/missing.png").body()).startsWith("{");
        }

        @Test
        void leads_a_password_manager_to_where_a_password_is_changed() {
            Wire.Answer answer = wire.get("/.well-known/change-password");
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).isEqualTo("/password");
        }

        @Test
        void is_redirected_to_the_public_origin_from_another_name_of_this_machine() {
            Wire.Answer page = wire.get("/user?a=b", "Host: 127.0.0.1:" + server.port());
            assertThat(page.status()).isEqualTo(307);
            assertThat(page.header("Location")).isEqualTo(server.origin() + "/user?a=b");
        }

        @Test
        void is_refused_under_a_name_that_is_not_ours() {
            // Every system takes 0.0.0.0 for itself; over HTTP/2 a client finds no other name that leads here.
            List<String> foreign = protocol == Protocol.HTTP_2
                    ? List.of("0.0.0.0:" + server.port())
                    : List.of("0.0.0.0:" + server.port(), "evil.example");
            for (String host : foreign) {
                assertThat(wire.get("/", "Host: " + host).status()).isEqualTo(421);
                assertThat(wire.get("/api/getsession", "Host: " + host).status())
                        .isEqualTo(421);
            }
        }
    }

    @Nested
    class A_built_file {
        @Test
        void that_is_hashed_may_be_kept_for_a_year() {
            Wire.Answer file = wire.get("/assets/main-abc.js");
            assertThat(file.status()).isEqualTo(200);
            assertThat(file.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
            assertThat(wire.get("/assets/main-abc.js", "If-None-Match: " + file.header("ETag"))
                            .status())
                    .isEqualTo(304);
        }

        @Test
        void that_is_not_is_checked_each_time() {
            assertThat(wire.get("/static/a.css").header("Cache-Control")).contains("must-revalidate");
        }

        @Test
        void is_where_the_build_has_it_too() {
            Wire.Answer file = wire.get("/favicon.svg", "Accept: text/html");
            assertThat(file.header("Content-Type")).isEqualTo("image/svg+xml");
            assertThat(wire.get("/a.css").body()).isEqualTo("body {}");
        }

        @Test
        void that_is_the_template_is_never_shown_as_such() {
            assertThat(wire.get("/index.html", "Accept: text/html").body()).doesNotContain("bootstrap()");
            assertThat(wire.get("/static/index.html").body()).doesNotContain("bootstrap()");
        }
    }

    private static Username username(String name) {
        return Username.parse(name).orElseThrow();
    }

    private static List<String> withoutDate(Wire.Answer answer) {
        return answer.headers().stream()
                .filter(line -> !line.regionMatches(true, 0, "Date:", 0, 5))
                .toList();
    }

    private static String nonceOf(Wire.Answer page) {
        String policy = page.header("Content-Security-Policy");
        int start = policy.indexOf("'nonce-") + 7;
        return policy.substring(start, policy.indexOf('\'', start));
    }
}
