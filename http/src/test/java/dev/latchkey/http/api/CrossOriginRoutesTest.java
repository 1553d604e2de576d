package dev.latchkey.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrossOriginRoutesTest {
    private static final String APP = "http://localhost:8080";
    private static final String EVIL = "http://localhost:6666";

    private final World world = new World(
            SettingsText.policy("deployment=cross-origin; public-origin=http://localhost:5000; spa-origins=" + APP));

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest from(String origin, FakeRequest request) {
        return request.with(RequestHeader.ORIGIN, origin)
                .with(RequestHeader.SEC_FETCH_SITE, "same-site")
                .with(RequestHeader.SEC_FETCH_MODE, "cors")
                .with(RequestHeader.SEC_FETCH_DEST, "empty");
    }

    private static FakeRequest preflight(String origin, String path, String method) {
        return from(origin, FakeRequest.of("OPTIONS", path)).with(RequestHeader.ACCESS_CONTROL_REQUEST_METHOD, method);
    }

    private static List<String> corsLines(Response response) {
        return World.allLines(response).stream()
                .map(HeaderField::name)
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList();
    }

    @Nested
    class A_page_of_the_list {
        @ParameterizedTest(name = "{0} {1}: {2}")
        @CsvSource({
            "GET,  /api/getsession, 200",
            "GET,  /api/getcsrf,    200",
            "GET,  /api/data,       401",
            "POST, /api/logout,     200",
            "POST, /api/login,      415",
            "POST, /api/data,       405",
            "GET,  /api/nothing,    404"
        })
        void reads_every_answer_errors_included(String method, String path, int status) {
            Response response = world.handle(from(APP, FakeRequest.of(method, path)));

            assertThat(response.status()).isEqualTo(status);
            assertThat(World.line(response, "Access-Control-Allow-Origin")).hasValue(APP);
            assertThat(World.line(response, "Access-Control-Allow-Credentials")).hasValue("true");
            assertThat(World.line(response, "Access-Control-Expose-Headers"))
                    .hasValue("X-CSRFToken, Retry-After, Latchkey-Expires-In");
            assertThat(World.line(response, "Vary")).hasValue("Cookie, Origin");
            assertThat(World.line(response, "Cross-Origin-Resource-Policy")).hasValue("same-site");
        }

        @Test
        void reads_that_the_store_is_down() {
            String cookie = world.loggedIn();
            world.isStoreDown.set(true);

            Response response =
                    world.handle(from(APP, FakeRequest.get("/api/data").cookie(cookie)));

            assertThat(response.status()).isEqualTo(503);
            assertThat(World.line(response, "Access-Control-Allow-Origin")).hasValue(APP);
        }

        @Test
        void logs_in_reads_and_logs_out() {
            String cookie = World.pair(
                    world.handle(from(APP, FakeRequest.post("/api/login").json(World.JANES_LOGIN))));

            assertThat(World.text(
                            world.handle(from(APP, FakeRequest.get("/api/data").cookie(cookie)))))
                    .contains("\"username\":\"jane\"");
            assertThat(world.handle(from(APP, FakeRequest.get("/api/logout").cookie(cookie)))
                            .status())
                    .isEqualTo(200);
            assertThat(world.sessions.list(World.JANE)).isEmpty();
        }
    }

    @Nested
    class Any_other_page {
        @ParameterizedTest
        @FieldSource("dev.latchkey.http.api.CrossOriginRoutesTest#EVERY_ROUTE")
        void gets_no_answer_and_no_handler_runs(String route) {
            String cookie = world.loggedIn();
            world.questions.set(0);
            String[] methodAndPath = route.split(" ", 2);
            FakeRequest request = from(EVIL, FakeRequest.of(methodAndPath[0], methodAndPath[1]))
                    .json(World.JOES_LOGIN)
                    .cookie(cookie);

            Response response = world.handle(request);

            assertThat(response.status()).isEqualTo(403);
            assertThat(World.text(response)).contains("\"code\":\"origin_rejected\"");
            assertThat(corsLines(response)).isEmpty();
            assertThat(World.line(response, "Vary")).hasValue("Cookie, Origin");
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(world.questions).hasValue(0);
        }

        @Test
        void is_told_to_the_listener() {
            world.handle(from(EVIL, FakeRequest.get("/api/data")));
            world.handle(from(EVIL, FakeRequest.post("/api/logout")));

            assertThat(world.refusals)
                    .extracting(refusal -> refusal.rule() + " " + refusal.enforced() + " " + refusal.path())
                    .containsExactly("CORS true /api/data", "ORIGIN true /api/logout");
        }
    }

    static final List<String> EVERY_ROUTE = List.of(
            "GET /api/getsession",
            "HEAD /api/getsession",
            "GET /api/data",
            "GET /api/getcsrf",
            "GET /api/verify",
            "GET /api/logout",
            "POST /api/logout",
            "POST /api/login");

    @Nested
    @DisplayName("Fetch standard: a preflight is answered before anything else is looked at")
    class A_preflight {
        @ParameterizedTest(name = "{0} for {1}")
        @CsvSource({
            "/api/login,   POST",
            "/api/data,    GET",
            "/api/logout,  DELETE",
            "/api/nothing, PUT",
            "/api/data,    TRACE"
        })
        void of_the_list_is_answered_without_cookie_and_session(String path, String method) {
            String cookie = world.loggedIn();
            world.questions.set(0);

            Response response = world.handle(preflight(APP, path, method).cookie(cookie));

            assertThat(response.status()).isEqualTo(204);
            assertThat(response.body()).isEmpty();
            assertThat(World.line(response, "Access-Control-Allow-Origin")).hasValue(APP);
            assertThat(World.line(response, "Access-Control-Allow-Credentials")).hasValue("true");
            assertThat(World.line(response, "Access-Control-Allow-Methods"))
                    .hasValue("GET, HEAD, POST, PUT, PATCH, DELETE");
            assertThat(World.line(response, "Access-Control-Allow-Headers"))
                    .hasValue("Content-Type, X-CSRFToken, X-XSRF-TOKEN, Latchkey-Passive");
            assertThat(World.line(response, "Vary"))
                    .hasValue("Cookie, Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(world.questions).hasValue(0);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {EVIL, "null", "http://127.0.0.1:8080", "http://localhost:8080/", "https://localhost:8080"})
        void of_another_page_is_refused_and_varies_all_the_same(String origin) {
            Response response = world.handle(preflight(origin, "/api/login", "POST"));

            assertThat(response.status()).isEqualTo(403);
            assertThat(corsLines(response)).isEmpty();
            assertThat(World.line(response, "Vary"))
                    .hasValue("Cookie, Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        }

        @Test
        void is_for_a_host_of_ours_like_everything_else() {
            assertThat(world.handle(preflight(APP, "/api/login", "POST").with(RequestHeader.HOST, "evil.example"))
                            .status())
                    .isEqualTo(421);
        }

        @Test
        void without_a_method_it_is_none() {
            Response response = world.handle(from(APP, FakeRequest.of("OPTIONS", "/api/login")));

            assertThat(response.status()).isEqualTo(405);
            assertThat(World.line(response, "Allow")).hasValue("POST");
        }
    }

    @ParameterizedTest(name = "{0} from {1}")
    @DisplayName("Where no other origin is trusted, a page that may not read the answer runs nothing")
    @CsvSource({
        "GET /api/getsession,  http://localhost:6666",
        "HEAD /api/getsession, http://localhost:6666",
        "GET /api/data,        http://localhost:6666",
        "GET /api/getcsrf,     http://localhost:6666",
        "GET /api/sessions,    http://localhost:6666",
        "GET /api/register,    http://localhost:6666",
        "GET /api/logout,      http://localhost:6666",
        "GET /api/data,        null",
        "GET /api/data,        https://localhost:5000"
    })
    void without_a_list_a_foreign_page_is_refused_before_anyone_is_looked_up(String route, String origin) {
        try (World alone = new World(SettingsText.policy("deployment=embedded; public-origin=http://localhost:5000"))) {
            String cookie = alone.loggedIn();
            alone.questions.set(0);
            String[] methodAndPath = route.split(" ", 2);

            Response response = alone.handle(from(origin, FakeRequest.of(methodAndPath[0], methodAndPath[1]))
                    .cookie(cookie));

            assertThat(response.status()).isEqualTo(403);
            assertThat(alone.questions).hasValue(0);
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(alone.refusals)
                    .extracting(refusal -> refusal.rule().name())
                    .containsExactly("CORS");
        }
    }

    @Test
    void without_a_list_our_own_page_and_whoever_names_no_origin_are_answered() {
        try (World alone = new World(SettingsText.policy("deployment=embedded; public-origin=http://localhost:5000"))) {
            FakeRequest data = FakeRequest.get("/api/data").cookie(alone.loggedIn());

            assertThat(alone.handle(data).status()).isEqualTo(200);
            assertThat(alone.handle(data.with(RequestHeader.ORIGIN, "http://localhost:5000"))
                            .status())
                    .isEqualTo(200);
            assertThat(alone.handle(data.with(RequestHeader.ORIGIN, "http://127.0.0.1:5000")
                                    .with(RequestHeader.SEC_FETCH_SITE, "same-origin"))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @DisplayName("Where no other origin is trusted, no answer ever says Access-Control")
    @ValueSource(
            strings = {
                "deployment=embedded; public-origin=http://localhost:5000",
                "deployment=same-domain; public-origin=http://localhost:5000; trusted-proxies=127.0.0.1"
            })
    void without_a_list_there_is_no_CORS(String settings) {
        try (World alone = new World(SettingsText.policy(settings))) {
            for (String origin : List.of(APP, EVIL, "null", "http://localhost:5000")) {
                for (String route : EVERY_ROUTE) {
                    String[] methodAndPath = route.split(" ", 2);
                    Response response = alone.handle(from(origin, FakeRequest.of(methodAndPath[0], methodAndPath[1])));
                    assertThat(corsLines(response)).isEmpty();
                    assertThat(World.line(response, "Vary")).hasValue("Cookie");
                }
                assertThat(corsLines(alone.handle(preflight(origin, "/api/login", "POST"))))
                        .isEmpty();
                assertThat(alone.handle(preflight(origin, "/api/login", "POST")).status())
                        .isEqualTo(405);
            }
        }
    }
}
