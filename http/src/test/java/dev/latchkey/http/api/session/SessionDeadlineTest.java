package dev.latchkey.http.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionDeadlineTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest passive(String path, String cookie) {
        return FakeRequest.get(path).cookie(cookie).with(RequestHeader.LATCHKEY_PASSIVE, "1");
    }

    private static String expiresIn(Response response) {
        return World.line(response, "Latchkey-Expires-In").orElse("not told");
    }

    @Nested
    class Every_answer_to_who_is_logged_in {
        @ParameterizedTest
        @ValueSource(strings = {"/api/data", "/api/sessions", "/api/verify"})
        void says_how_long_the_session_lasts(String path) {
            String cookie = world.loggedIn();
            world.after(Duration.ofHours(1));

            assertThat(expiresIn(world.handle(FakeRequest.get(path).cookie(cookie))))
                    .isEqualTo("43200");
        }

        @Test
        void says_it_without_moving_it_where_asking_is_no_activity() {
            String cookie = world.loggedIn();
            world.after(Duration.ofHours(1));

            assertThat(expiresIn(world.getSession(cookie))).isEqualTo("39600");
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 59, 3600, 25 * 3600})
        void never_says_more_than_the_idle_timeout_after_the_clock_was_set_back(long seconds) {
            world.after(Duration.ofDays(2));
            String cookie = world.loggedIn();
            world.after(Duration.ofSeconds(-seconds));

            assertThat(expiresIn(world.getSession(cookie))).isEqualTo("43200");
            assertThat(expiresIn(world.getData(cookie))).isEqualTo("43200");
        }

        @Test
        void counts_down_to_the_absolute_deadline_when_that_comes_first() {
            String cookie = world.loggedIn();
            for (int i = 0; i < 14; i++) {
                world.after(Duration.ofHours(11).plusMinutes(30));
                world.getData(cookie);
            }

            // 161 hours of 168 are over.
            assertThat(expiresIn(world.getData(cookie))).isEqualTo("25200");
        }

        @Test
        void says_it_from_the_login_on_and_to_nobody_else() {
            Response login = world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN));

            assertThat(expiresIn(login)).isEqualTo("43200");
            assertThat(expiresIn(world.handle(FakeRequest.get("/api/data")))).isEqualTo("not told");
            assertThat(expiresIn(world.handle(FakeRequest.get("/api/getsession"))))
                    .isEqualTo("not told");
        }
    }

    @Nested
    class A_passive_request {
        @ParameterizedTest
        @ValueSource(strings = {"/api/data", "/api/sessions", "/api/verify"})
        void is_answered_like_any_other_and_keeps_nobody_logged_in(String path) {
            String cookie = world.loggedIn();
            for (int i = 0; i < 11; i++) {
                world.after(Duration.ofHours(1));
                assertThat(world.handle(passive(path, cookie)).status()).isIn(200, 204);
            }
            assertThat(expiresIn(world.handle(passive(path, cookie)))).isEqualTo("3600");

            world.after(Duration.ofHours(1));
            assertThat(world.handle(passive(path, cookie)).status()).isEqualTo(401);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "0", "true", "11"})
        void says_so_in_one_way_only(String value) {
            String cookie = world.loggedIn();
            world.after(Duration.ofHours(1));

            Response response = world.handle(passive("/api/data", cookie).with(RequestHeader.LATCHKEY_PASSIVE, value));

            assertThat(expiresIn(response)).isEqualTo("43200");
        }
    }
}
