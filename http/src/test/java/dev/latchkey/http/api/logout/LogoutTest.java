package dev.latchkey.http.api.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogoutTest {
    private static final FakeRequest LOGOUT = FakeRequest.post("/api/logout");

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    class By_POST {
        @Test
        @DisplayName("ASVS 7.4.1: the record is gone and the cookie with it")
        void the_record_is_gone_and_the_cookie_with_it() {
            String cookie = world.loggedIn();

            Response response = world.handle(LOGOUT.cookie(cookie));

            assertThat(World.text(response)).isEqualTo("{\"logout\":true}");
            assertThat(World.setCookies(response))
                    .containsExactly(
                            "latchkey-remember=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax");
            assertThat(World.text(world.getSession(cookie))).isEqualTo("{\"login\":false,\"reason\":\"logged_out\"}");
            assertThat(world.getData(cookie).status()).isEqualTo(401);
            assertThat(world.sessions.list(World.JANE)).isEmpty();
        }

        @Test
        void only_this_browsers_session_ends() {
            String here = world.loggedIn();
            String elsewhere = world.loggedIn();

            world.handle(LOGOUT.cookie(here));

            assertThat(world.getData(elsewhere).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "latchkey=garbage", "latchkey=", "other=cookie"})
        void without_a_session_it_is_done_already(String cookies) {
            Response response = world.handle(LOGOUT.cookie(cookies));

            assertThat(response.status()).isEqualTo(200);
            assertThat(World.text(response)).isEqualTo("{\"logout\":true}");
        }

        @Test
        void twice_is_as_good_as_once() {
            String cookie = world.loggedIn();

            world.handle(LOGOUT.cookie(cookie));

            assertThat(World.text(world.handle(LOGOUT.cookie(cookie)))).isEqualTo("{\"logout\":true}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/json", "application/x-www-form-urlencoded"})
        void it_takes_no_body_so_any_type_will_do(String type) {
            assertThat(world.handle(LOGOUT.with(RequestHeader.CONTENT_TYPE, type))
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void while_the_store_is_down_the_person_stays_logged_in() {
            String cookie = world.loggedIn();
            world.isStoreDown.set(true);

            Response response = world.handle(LOGOUT.cookie(cookie));

            world.isStoreDown.set(false);
            assertThat(response.status()).isEqualTo(503);
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(world.getData(cookie).status()).isEqualTo(200);
        }
    }

    @Nested
    class When_our_cookie_came_twice {
        @Test
        void the_sessions_of_both_end_and_no_twin_is_left_to_log_someone_else_in() {
            String mine = world.loggedIn();
            String planted =
                    World.pair(world.handle(FakeRequest.post("/api/login").json(World.JOES_LOGIN)));

            Response response = world.handle(LOGOUT.cookie(planted + "; " + mine));

            assertThat(World.text(response)).isEqualTo("{\"logout\":true}");
            assertThat(world.getData(mine).status()).isEqualTo(401);
            assertThat(world.getData(planted).status()).isEqualTo(401);
            assertThat(World.setCookies(response))
                    .containsExactly(
                            "latchkey-remember=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey=; Path=/api; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey=; Path=/api/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax");
        }

        @Test
        void on_https_both_partitions_are_cleared() {
            try (World https = World.onHttps()) {
                Response response = https.handle(LOGOUT.cookie("__Host-latchkey=a; __Host-latchkey=b"));

                assertThat(World.setCookies(response))
                        .containsExactly(
                                "__Host-latchkey-remember=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                        + " HttpOnly; SameSite=Lax; Secure",
                                "__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                        + " SameSite=Lax; Secure; Partitioned",
                                "__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                        + " SameSite=Lax; Secure");
            }
        }
    }

    @Nested
    class By_GET {
        @ParameterizedTest(name = "{0}: {5}")
        @CsvSource(textBlock = """
            the app's own fetch,      GET,  empty,    cors,        same-origin, 200
            the app's own fetch,      GET,  empty,    same-origin, same-origin, 200
            asking for the head only, HEAD, empty,    cors,        same-origin, 403
            a link,                   GET,  document, navigate,    cross-site,  403
            our own link,             GET,  document, navigate,    same-origin, 403
            an image,                 GET,  image,    no-cors,     cross-site,  403
            another site's fetch,     GET,  empty,    cors,        cross-site,  403
            a sibling's fetch,        GET,  empty,    cors,        same-site,   403
            a prefetch,               GET,  empty,    no-cors,     same-origin, 403
            """)
        void only_the_apps_own_fetch_ends_the_session(
                String label, String method, String destination, String mode, String site, int status) {
            String cookie = world.loggedIn();

            Response response = world.handle(FakeRequest.of(method, "/api/logout")
                    .with(RequestHeader.SEC_FETCH_DEST, destination)
                    .with(RequestHeader.SEC_FETCH_MODE, mode)
                    .with(RequestHeader.SEC_FETCH_SITE, site)
                    .cookie(cookie));

            assertThat(response.status()).as(label).isEqualTo(status);
            assertThat(world.getData(cookie).status()).as(label).isEqualTo(status == 200 ? 401 : 200);
            assertThat(World.setCookies(response)).as(label).hasSize(status == 200 ? 2 : 0);
        }

        @Test
        void a_script_is_told_to_use_POST() {
            String cookie = world.loggedIn();

            Response response = world.handle(FakeRequest.get("/api/logout").cookie(cookie));

            assertThat(World.text(response))
                    .contains("\"code\":\"origin_rejected\"")
                    .contains("use POST");
            assertThat(world.getData(cookie).status()).isEqualTo(200);
        }

        @Test
        void a_trusted_pages_fetch_may() {
            try (World https = World.onHttps()) {
                String cookie = https.loggedIn();
                FakeRequest fetch = FakeRequest.get("/api/logout")
                        .byFetch()
                        .with(RequestHeader.SEC_FETCH_SITE, "cross-site")
                        .cookie(cookie);

                assertThat(https.handle(fetch).status()).isEqualTo(403);
                assertThat(https.handle(fetch.with(RequestHeader.ORIGIN, World.TRUSTED.toString()))
                                .status())
                        .isEqualTo(200);
            }
        }
    }
}
