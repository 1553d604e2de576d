package dev.latchkey.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET, /api/getsession, true",
        "HEAD, /api/getsession, true",
        "GET, /api/data, true",
        "GET, /api/verify, true",
        "POST, /api/getsession, false",
        "GET, /api/sessions, false",
        "POST, /api/login, false",
        "GET, /api/nothing, false",
        "GET, /, false"
    })
    void memory_answers_what_needs_nothing_but_the_session(String method, String path, boolean isPrompt) {
        FakeRequest request = FakeRequest.of(method, path);

        assertThat(world.api.isPrompt(request)).isEqualTo(isPrompt);
    }

    @Nested
    @DisplayName("CVE-2025-47910: a path is matched as sent, so no second spelling slips past a rule")
    class A_path_is_matched_as_sent {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "//api/login", "/api//login", "/%61pi/login", "/api/%6cogin", "/api%2flogin", "/api/login%00",
                    "/api/login;x", "/api;x/login", "/api/./login", "/./api/login", "/api/../api/login", "/api/login/",
                    "/api/login/.", "/api/login?x", "/api/login#x", "/API/login", "/api/LOGIN", "/api/login ",
                    "/api\\login", "/ａpi/login", "api/login", "http://localhost:5000/api/login", "", "*"
                })
        void so_no_other_spelling_is_served_as_a_login(String path) {
            Response response = world.handle(FakeRequest.post(path).json(World.JANES_LOGIN));

            assertThat(response.status()).isEqualTo(404);
            assertThat(World.text(response)).contains("\"code\":\"not_found\"");
            assertThat(world.sessions.list(World.JANE)).isEmpty();
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(quoteCharacter = '`', textBlock = """
                /api,          true
                /api/,         true
                /api/login,    true
                /api/nothing,  true
                /api//login,   true
                /,             false
                /apis,         false
                /api-docs,     false
                /api;x/login,  false
                /API/login,    false
                //api/login,   false
                /%61pi/login,  false
                /user/api,     false
                ``,            false
                """)
        void the_API_owns_what_is_under_its_path(String path, boolean owned) {
            assertThat(world.api.owns(path)).isEqualTo(owned);
        }

        @Test
        void a_query_changes_nothing() {
            assertThat(world.handle(FakeRequest.post("/api/login").query("x=y").json(World.JANES_LOGIN))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("ASVS 3.5.3: what changes something is not done by GET")
    class What_changes_something_is_not_done_by_GET {
        @ParameterizedTest
        @ValueSource(strings = {"_method=POST", "_method=DELETE", "X-HTTP-Method-Override=POST"})
        void nor_by_overriding_the_method_in_the_query(String query) {
            Response response =
                    world.handle(FakeRequest.get("/api/login").query(query).json(World.JANES_LOGIN));

            assertThat(response.status()).isEqualTo(405);
            assertThat(World.line(response, "Allow")).contains("POST");
        }

        @Test
        void no_header_that_overrides_the_method_is_even_known() {
            assertThat(RequestHeader.values())
                    .extracting(RequestHeader::fieldName)
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("override"));
        }

        @Test
        void HEAD_says_what_GET_would_and_ends_nothing() {
            String cookie = world.loggedIn();

            Response head =
                    world.handle(FakeRequest.of("HEAD", "/api/getsession").cookie(cookie));

            assertThat(head.fixed()).isSameAs(world.getSession(cookie).fixed());
            assertThat(head.body()).isEqualTo(world.getSession(cookie).body());
            assertThat(world.handle(FakeRequest.of("HEAD", "/api/logout").cookie(cookie))
                            .status())
                    .isEqualTo(403);
            assertThat(world.getData(cookie).status()).isEqualTo(200);
        }
    }

    @Nested
    class What_is_wrong_first_is_said_first {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "the host before the path, 421, attacker.example, /api/nothing, PUT",
            "the path before the method, 404, localhost:5000, /api/nothing, PUT",
            "the method before the origin, 405, localhost:5000, /api/login, PUT",
            "the origin before the cookies and the body, 403, localhost:5000, /api/login, POST"
        })
        void and_the_store_is_not_asked(String label, int status, String host, String path, String method) {
            FakeRequest allWrong = FakeRequest.of(method, path)
                    .with(RequestHeader.HOST, host)
                    .with(RequestHeader.SEC_FETCH_SITE, "cross-site")
                    .cookie("a=b; ".repeat(200))
                    .json("{");

            assertThat(world.handle(allWrong).status()).as(label).isEqualTo(status);
            assertThat(world.questions).hasValue(0);
        }

        @Test
        void too_large_cookies_before_the_session_is_looked_for() {
            String cookie = world.loggedIn();
            world.questions.set(0);

            assertThat(world.getData(cookie + "; a=b".repeat(2000)).status()).isEqualTo(431);
            assertThat(world.questions).hasValue(0);
            assertThat(world.getData(cookie + "; a=b".repeat(180)).status()).isEqualTo(200);
        }

        @Test
        void an_alias_of_this_machine_is_served() {
            assertThat(world.handle(FakeRequest.get("/api/getsession").with(RequestHeader.HOST, "127.0.0.1:5000"))
                            .status())
                    .isEqualTo(200);
        }
    }
}
