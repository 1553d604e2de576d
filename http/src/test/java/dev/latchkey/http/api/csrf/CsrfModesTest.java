package dev.latchkey.http.api.csrf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.latchkey.http.csrf.CsrfRefusal;
import dev.latchkey.http.csrf.CsrfRefusal.Rule;
import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsrfModesTest {
    private static final String LOCAL = "public-origin=http://localhost:5000; ";
    private static final FakeRequest LOGIN = FakeRequest.post("/api/login").json(World.JANES_LOGIN);

    private static World world(String settings) {
        return new World(SettingsText.policy(LOCAL + settings));
    }

    private static String cookies(Response response) {
        return World.setCookies(response).stream()
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    private static String valueOf(String name, String cookies) {
        return List.of(cookies.split("; ", -1)).stream()
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class When_a_token_is_required {
        @Test
        void login_and_logout_without_one_are_refused() {
            try (World world = world("csrf=token")) {
                for (FakeRequest request : List.of(LOGIN, FakeRequest.post("/api/logout"))) {
                    Response response = world.handle(request);
                    assertThat(response.status()).isEqualTo(403);
                    assertThat(World.text(response)).contains("\"code\":\"csrf_token_invalid\"");
                }
                assertThat(world.sessions.list(World.JANE)).isEmpty();
            }
        }

        @Test
        void the_first_question_brings_it_in_a_cookie_that_scripts_read() {
            try (World world = world("csrf=token")) {
                String jar = cookies(world.getSession(""));

                Response response =
                        world.handle(LOGIN.cookie(jar).with(RequestHeader.X_XSRF_TOKEN, valueOf("XSRF-TOKEN", jar)));

                assertThat(response.status()).isEqualTo(200);
                assertThat(World.setCookies(world.getSession("")))
                        .anySatisfy(
                                line -> assertThat(line).matches("XSRF-TOKEN=[A-Za-z0-9_-]{43}; Path=/; SameSite=Lax"))
                        .anySatisfy(line -> assertThat(line)
                                .matches("latchkey-csrf=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax"));
            }
        }

        @Test
        void a_browser_that_has_it_is_not_given_it_again() {
            try (World world = world("csrf=token")) {
                String jar = cookies(world.getSession(""));

                assertThat(World.setCookies(world.getSession(jar))).isEmpty();
            }
        }

        @Test
        void a_cookie_that_does_not_fit_is_replaced_and_its_twins_are_cleared() {
            try (World world = world("csrf=token")) {
                String nonce = "latchkey-csrf=" + valueOf("latchkey-csrf", cookies(world.getSession("")));

                assertThat(World.setCookies(world.getSession(nonce + "; XSRF-TOKEN=planted")))
                        .singleElement()
                        .asString()
                        .startsWith("XSRF-TOKEN=");
                assertThat(World.setCookies(world.getSession(nonce + "; XSRF-TOKEN=a; XSRF-TOKEN=b")))
                        .hasSize(3)
                        .first()
                        .asString()
                        .startsWith("XSRF-TOKEN=; Path=/api; Max-Age=0");
            }
        }

        @Test
        @DisplayName("A token in a cookie alone, or of another browser, is none")
        void a_token_belongs_in_a_header_and_to_its_browser() {
            try (World world = world("csrf=token")) {
                String jar = cookies(world.getSession(""));
                String othersJar = cookies(world.getSession(""));

                assertThat(world.handle(LOGIN.cookie(jar)).status()).isEqualTo(403);
                assertThat(world.handle(LOGIN.cookie(jar)
                                        .with(RequestHeader.X_CSRF_TOKEN, valueOf("XSRF-TOKEN", othersJar)))
                                .status())
                        .isEqualTo(403);
            }
        }

        @Test
        void reading_needs_none() {
            try (World world = world("csrf=token")) {
                assertThat(world.getSession("").status()).isEqualTo(200);
                assertThat(world.handle(FakeRequest.of("HEAD", "/api/getsession"))
                                .status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void by_default_no_cookie_is_set_for_scripts() {
        try (World world = world("csrf=origin")) {
            assertThat(World.setCookies(world.getSession(""))).isEmpty();
            assertThat(world.handle(LOGIN).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest(name = "{0}, Origin {1}: {2}")
    @CsvSource({
        "csrf.require-origin=false, ,                      200",
        "csrf.require-origin=true,  ,                      403",
        "csrf.require-origin=true,  http://localhost:5000, 200"
    })
    void scripts_say_where_they_come_from_when_they_must(String settings, String origin, int status) {
        try (World world = world(settings)) {
            FakeRequest request = origin == null ? LOGIN : LOGIN.with(RequestHeader.ORIGIN, origin);

            assertThat(world.handle(request).status()).isEqualTo(status);
        }
    }

    @Nested
    class Report_only {
        private static final FakeRequest FOREIGN =
                FakeRequest.post("/api/logout").with(RequestHeader.ORIGIN, "https://evil.example\r\nx");

        @Test
        void lets_through_what_it_reports() {
            try (World world = world("csrf.report-only=true; csrf=token")) {
                assertThat(world.handle(FOREIGN).status()).isEqualTo(200);

                assertThat(world.refusals)
                        .extracting(CsrfRefusal::rule, CsrfRefusal::enforced)
                        .containsExactly(tuple(Rule.ORIGIN, false), tuple(Rule.TOKEN, false));
                assertThat(world.refusals.getFirst().detail())
                        .contains("https://evil.example??x")
                        .doesNotContain("\n");
            }
        }

        @Test
        void otherwise_what_is_refused_is_told_as_such() {
            try (World world = world("csrf=origin")) {
                assertThat(world.handle(FOREIGN).status()).isEqualTo(403);

                assertThat(world.refusals)
                        .extracting(CsrfRefusal::rule, CsrfRefusal::enforced)
                        .containsExactly(tuple(Rule.ORIGIN, true));
            }
        }

        @Test
        void still_answers_no_frame_and_no_link_to_logout() {
            try (World world = world("csrf.report-only=true")) {
                assertThat(world.handle(FakeRequest.get("/api/data").with(RequestHeader.SEC_FETCH_DEST, "iframe"))
                                .status())
                        .isEqualTo(403);
                assertThat(world.handle(FakeRequest.get("/api/logout")).status())
                        .isEqualTo(403);
            }
        }
    }
}
