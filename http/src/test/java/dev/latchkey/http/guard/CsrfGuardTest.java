package dev.latchkey.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A CSRF token is not needed, but one that is sent must be right")
class CsrfGuardTest {
    private static final FakeRequest GETCSRF = FakeRequest.get("/api/getcsrf");
    private static final FakeRequest LOGIN = FakeRequest.post("/api/login").json(World.JANES_LOGIN);

    private final World world = new World();
    private final Browser a = newBrowser();
    private final Browser b = newBrowser();

    /** A browser that asked for its token. */
    private record Browser(String cookie, String token) {}

    private Browser newBrowser() {
        Response response = world.handle(GETCSRF);
        return new Browser(
                World.pair(response), World.line(response, "X-CSRFToken").orElseThrow());
    }

    @AfterEach
    void close() {
        world.close();
    }

    private int statusOf(FakeRequest request) {
        Response response = world.handle(request);
        if (response.status() == 403) {
            assertThat(World.text(response)).contains("\"code\":\"csrf_token_invalid\"");
            assertThat(World.setCookies(response)).isEmpty();
        }
        return response.status();
    }

    @Nested
    class A_browser_gets_its_token {
        @Test
        void in_the_body_and_in_a_header_with_a_nonce_in_a_cookie_of_its_own() {
            Response response = world.handle(GETCSRF);

            String token = World.line(response, "X-CSRFToken").orElseThrow();
            assertThat(World.text(response)).isEqualTo("{\"csrfToken\":\"" + token + "\"}");
            assertThat(World.setCookies(response))
                    .singleElement()
                    .asString()
                    .matches("latchkey-csrf=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax");
        }

        @Test
        void the_same_one_as_long_as_it_keeps_the_nonce_before_and_after_login_and_logout() {
            String session = World.pair(world.handle(LOGIN.cookie(a.cookie())));
            Response loggedIn = world.handle(GETCSRF.cookie(a.cookie() + "; " + session));
            world.handle(FakeRequest.post("/api/logout").cookie(a.cookie() + "; " + session));
            Response loggedOut = world.handle(GETCSRF.cookie(a.cookie()));

            for (Response response : List.of(loggedIn, loggedOut)) {
                assertThat(World.line(response, "X-CSRFToken")).contains(a.token());
                assertThat(World.setCookies(response)).isEmpty();
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "short", "AAAAAAAAAAAAAAAAAAAAAAA", "\"AAAAAAAAAAAAAAAAAAAA\"", "%41AAAAAAAAAAAAAAAAAAA"
                })
        void what_cannot_be_a_nonce_is_replaced(String value) {
            Response response = world.handle(GETCSRF.cookie("latchkey-csrf=" + value));

            assertThat(World.setCookies(response)).singleElement().asString().startsWith("latchkey-csrf=");
        }

        @Test
        void of_two_nonces_neither_is_believed_and_the_twin_is_cleared() {
            Response response = world.handle(GETCSRF.cookie(a.cookie() + "; " + b.cookie()));

            assertThat(World.line(response, "X-CSRFToken").orElseThrow()).isNotIn(a.token(), b.token());
            assertThat(World.setCookies(response)).hasSize(3);
            assertThat(World.setCookies(response).subList(0, 2))
                    .containsExactly(
                            "latchkey-csrf=; Path=/api; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey-csrf=; Path=/api/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax");
            assertThat(World.setCookies(response).getLast())
                    .matches("latchkey-csrf=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax");
        }
    }

    @Nested
    class A_token_that_is_sent {
        @ParameterizedTest
        @EnumSource(names = {"X_CSRF_TOKEN", "X_XSRF_TOKEN"})
        void passes_under_either_name_with_its_own_nonce(RequestHeader name) {
            assertThat(statusOf(LOGIN.cookie(a.cookie()).with(name, a.token()))).isEqualTo(200);
        }

        @ParameterizedTest
        @EnumSource(names = {"X_CSRF_TOKEN", "X_XSRF_TOKEN"})
        @DisplayName("of A with the nonce of B is refused")
        void of_A_with_the_nonce_of_B_is_refused(RequestHeader name) {
            assertThat(statusOf(LOGIN.cookie(b.cookie()).with(name, a.token()))).isEqualTo(403);
        }

        @Test
        void is_refused_without_a_nonce() {
            assertThat(statusOf(LOGIN.with(RequestHeader.X_CSRF_TOKEN, a.token())))
                    .isEqualTo(403);
        }

        @Test
        void is_refused_with_two_nonces() {
            assertThat(statusOf(
                            LOGIN.cookie(a.cookie() + "; " + b.cookie()).with(RequestHeader.X_CSRF_TOKEN, a.token())))
                    .isEqualTo(403);
        }

        @Test
        void is_refused_when_it_is_the_cookie_itself() {
            String nonce = a.cookie().split("=", 2)[1];

            assertThat(statusOf(LOGIN.cookie(a.cookie()).with(RequestHeader.X_CSRF_TOKEN, nonce)))
                    .as("naive double-submit")
                    .isEqualTo(403);
        }

        @Test
        void is_refused_when_only_one_of_two_is_right() {
            FakeRequest login = LOGIN.cookie(a.cookie());

            assertThat(statusOf(login.with(RequestHeader.X_CSRF_TOKEN, a.token(), b.token())))
                    .isEqualTo(403);
            assertThat(statusOf(login.with(RequestHeader.X_CSRF_TOKEN, a.token())
                            .with(RequestHeader.X_XSRF_TOKEN, b.token())))
                    .isEqualTo(403);
            assertThat(statusOf(login.with(RequestHeader.X_CSRF_TOKEN, a.token(), a.token())
                            .with(RequestHeader.X_XSRF_TOKEN, a.token())))
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "undefined", "é"})
        void is_refused_when_it_is_nothing(String token) {
            assertThat(statusOf(LOGIN.cookie(a.cookie()).with(RequestHeader.X_CSRF_TOKEN, token)))
                    .isEqualTo(403);
        }

        @Test
        void is_checked_before_anything_changes() {
            String session = world.loggedIn();
            FakeRequest logout = FakeRequest.post("/api/logout").cookie(session + "; " + a.cookie());

            assertThat(statusOf(logout.with(RequestHeader.X_CSRF_TOKEN, b.token())))
                    .isEqualTo(403);
            assertThat(world.getData(session).status()).isEqualTo(200);
            assertThat(statusOf(logout.with(RequestHeader.X_CSRF_TOKEN, a.token())))
                    .isEqualTo(200);
        }

        @Test
        void does_not_outweigh_where_the_request_came_from() {
            Response response = world.handle(LOGIN.cookie(a.cookie())
                    .with(RequestHeader.X_CSRF_TOKEN, a.token())
                    .with(RequestHeader.SEC_FETCH_SITE, "cross-site"));

            assertThat(World.text(response)).contains("\"code\":\"origin_rejected\"");
        }

        @Test
        void is_not_looked_at_where_nothing_changes() {
            assertThat(statusOf(FakeRequest.get("/api/getsession").with(RequestHeader.X_CSRF_TOKEN, "wrong")))
                    .isEqualTo(200);
        }
    }

    @Test
    void a_script_that_sends_none_is_served() {
        assertThat(statusOf(LOGIN)).isEqualTo(200);
        assertThat(statusOf(LOGIN.cookie(a.cookie()))).isEqualTo(200);
    }
}
