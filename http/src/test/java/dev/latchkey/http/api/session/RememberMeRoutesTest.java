package dev.latchkey.http.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RememberMeRoutesTest {
    private static final String REMEMBERED = World.JANES_LOGIN.replace("}", ",\"remember\":true}");
    private static final FakeRequest LOGIN =
            FakeRequest.post("/api/login").json(REMEMBERED).with(RequestHeader.USER_AGENT, "Firefox/Linux");
    private static final String SESSION = "latchkey";
    private static final String REMEMBER = "latchkey-remember";

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest get(String path, String cookies) {
        return FakeRequest.get(path).cookie(cookies).with(RequestHeader.USER_AGENT, "Firefox/Linux");
    }

    /** Jane's remember-me cookie, of a browser that was closed since: its session cookie is gone. */
    private String rememberCookie() {
        return World.pair(world.handle(LOGIN), REMEMBER);
    }

    private long count(Class<? extends AuthEvent> type) {
        return world.events.stream().filter(type::isInstance).count();
    }

    @Nested
    class Logging_in {
        @Test
        void to_be_remembered_sets_a_cookie_for_as_long_as_the_series_lives() {
            assertThat(World.setCookies(world.handle(LOGIN)))
                    .anySatisfy(line -> assertThat(line)
                            .matches("latchkey-remember=[A-Za-z0-9_-]{24}\\.[A-Za-z0-9_-]{70}; Path=/;"
                                    + " Max-Age=2592000; HttpOnly; SameSite=Lax"));
        }

        @Test
        void on_https_it_is_bound_to_the_host() {
            try (World https = World.onHttps()) {
                assertThat(World.setCookies(https.handle(LOGIN)))
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("__Host-latchkey-remember=")
                                .endsWith("; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"username\":\"jane\",\"password\":\"secret\"}",
                    "{\"username\":\"jane\",\"password\":\"secret\",\"remember\":false}"
                })
        void without_asking_sets_none(String body) {
            assertThat(World.setCookies(world.handle(LOGIN.json(body)))).noneMatch(line -> line.contains("remember"));
        }

        @Test
        void without_asking_takes_away_the_one_from_before_and_ends_its_series() {
            String old = rememberCookie();

            Response login = world.handle(LOGIN.json(World.JOES_LOGIN).cookie(old));

            assertThat(World.setCookies(login))
                    .contains("latchkey-remember=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                            + " SameSite=Lax");
            assertThat(World.text(world.handle(get("/api/getsession", old))))
                    .isEqualTo("{\"login\":false,\"reason\":\"logged_out\"}");
        }

        @Test
        void clears_planted_twins_of_the_cookie_first() {
            Response login = world.handle(LOGIN.cookie("latchkey-remember=a; latchkey-remember=b"));

            assertThat(World.setCookies(login).stream().filter(line -> line.startsWith(REMEMBER + "=;")))
                    .containsExactly(
                            "latchkey-remember=; Path=/api; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                    + " HttpOnly; SameSite=Lax",
                            "latchkey-remember=; Path=/api/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT;"
                                    + " HttpOnly; SameSite=Lax");
        }
    }

    @Nested
    class A_browser_that_comes_back_without_a_session {
        @ParameterizedTest
        @ValueSource(strings = {"/api/getsession", "/api/data", "/api/sessions"})
        void is_logged_in_again_within_the_same_request(String path) {
            String cookie = rememberCookie();

            Response response = world.handle(get(path, cookie));

            assertThat(response.status()).isEqualTo(200);
            assertThat(World.pair(response, SESSION)).hasSize("latchkey=".length() + 45);
            assertThat(World.pair(response, REMEMBER)).isNotEqualTo(cookie);
            assertThat(World.line(response, "Latchkey-Expires-In")).hasValue("43200");
            assertThat(world.handle(get("/api/data", World.cookies(response))).status())
                    .isEqualTo(200);
        }

        @Test
        void is_remembered_and_not_fresh() {
            assertThat(World.text(world.handle(get("/api/getsession", rememberCookie()))))
                    .startsWith("{\"login\":true,")
                    .endsWith("\"fresh\":false,\"remembered\":true}}");
        }

        @Test
        void gets_its_cookies_also_with_a_refusal_because_the_old_one_is_spent() {
            Response refused = world.handle(FakeRequest.of("DELETE", "/api/sessions")
                    .cookie(rememberCookie())
                    .with(RequestHeader.USER_AGENT, "Firefox/Linux"));

            assertThat(refused.status()).isEqualTo(403);
            assertThat(World.text(refused)).contains("\"code\":\"reauthentication_required\"");
            assertThat(world.handle(get("/api/data", World.cookies(refused))).status())
                    .isEqualTo(200);
        }

        @Test
        void may_prove_the_password_at_once_and_gets_one_session_cookie() {
            Response response = world.handle(FakeRequest.post("/api/reauthenticate")
                    .json("{\"password\":\"secret\"}")
                    .cookie(rememberCookie())
                    .with(RequestHeader.USER_AGENT, "Firefox/Linux"));

            assertThat(World.text(response)).endsWith("\"fresh\":true,\"remembered\":false}}");
            assertThat(World.setCookies(response).stream().filter(line -> line.startsWith(SESSION + "=")))
                    .hasSize(1);
            assertThat(world.handle(get("/api/data", World.cookies(response))).status())
                    .isEqualTo(200);
        }

        @Test
        void comes_back_when_its_session_expired() {
            String cookies = World.cookies(world.handle(LOGIN));
            world.after(Duration.ofHours(13));

            Response response = world.handle(get("/api/data", cookies));

            assertThat(response.status()).isEqualTo(200);
            assertThat(world.sessions.list(World.JANE)).hasSize(1);
        }

        @Test
        void comes_back_as_often_as_it_likes_with_the_newest_cookie() {
            String cookie = rememberCookie();
            for (int i = 0; i < 5; i++) {
                world.after(Duration.ofDays(1));
                cookie = World.pair(world.handle(get("/api/getsession", cookie)), REMEMBER);
            }

            assertThat(count(AuthEvent.Remembered.class)).isEqualTo(5);
            assertThat(count(AuthEvent.RememberMeStolen.class)).isZero();
        }

        @Test
        void is_not_brought_back_for_a_proxy_that_may_drop_the_cookies() {
            String cookie = rememberCookie();

            Response verify = world.handle(get("/api/verify", cookie));

            assertThat(verify.status()).isEqualTo(401);
            assertThat(World.setCookies(verify)).isEmpty();
            assertThat(World.text(world.handle(get("/api/getsession", cookie)))).startsWith("{\"login\":true");
            assertThat(count(AuthEvent.Remembered.class)).isOne();
        }

        @Test
        void after_the_last_day_is_told_that_its_time_is_up() {
            String cookie = rememberCookie();
            world.after(Duration.ofDays(30));

            assertThat(World.text(world.handle(get("/api/getsession", cookie))))
                    .isEqualTo("{\"login\":false,\"reason\":\"expired\"}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "latchkey-remember=garbage",
                    "latchkey-remember=",
                    "latchkey-remember=AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
                })
        void with_nothing_of_ours_stays_a_stranger(String cookie) {
            Response response = world.handle(get("/api/getsession", cookie));

            assertThat(World.text(response)).isEqualTo("{\"login\":false,\"reason\":\"none\"}");
            assertThat(World.setCookies(response)).isEmpty();
        }

        @Test
        void with_two_remember_me_cookies_is_nobody_and_nothing_is_spent() {
            String cookie = rememberCookie();

            assertThat(World.text(world.handle(get("/api/getsession", cookie + "; latchkey-remember=planted"))))
                    .isEqualTo("{\"login\":false,\"reason\":\"cookie_conflict\"}");
            assertThat(World.text(world.handle(get("/api/getsession", cookie)))).startsWith("{\"login\":true");
        }

        @Test
        void in_another_kind_of_browser_is_not_honoured_and_lives_on_in_its_own() {
            String cookie = rememberCookie();

            Response elsewhere =
                    world.handle(get("/api/getsession", cookie).with(RequestHeader.USER_AGENT, "Chrome/Windows"));

            assertThat(World.text(elsewhere)).isEqualTo("{\"login\":false,\"reason\":\"protected\"}");
            assertThat(World.setCookies(elsewhere)).isEmpty();
            assertThat(count(AuthEvent.RememberMeElsewhere.class)).isOne();
            assertThat(World.text(world.handle(get("/api/getsession", cookie)))).startsWith("{\"login\":true");
        }

        @Test
        void while_the_store_is_down_is_told_so_and_keeps_its_cookies() {
            String cookie = rememberCookie();
            world.isStoreDown.set(true);

            Response response = world.handle(get("/api/getsession", cookie));

            assertThat(response.status()).isEqualTo(503);
            assertThat(World.setCookies(response)).isEmpty();
        }
    }

    @Nested
    @DisplayName("Security rule 73: when a spent cookie comes back after the grace")
    class When_a_spent_cookie_comes_back {
        @Test
        void within_the_grace_it_gets_the_same_two_cookies() {
            String cookie = rememberCookie();
            String first = World.cookies(world.handle(get("/api/getsession", cookie)));
            world.after(Duration.ofSeconds(59));

            assertThat(World.cookies(world.handle(get("/api/getsession", cookie))))
                    .isEqualTo(first);
        }

        @Test
        void within_the_grace_it_gets_none_once_another_tab_proved_the_password() {
            String cookie = rememberCookie();
            world.after(Duration.ofHours(13));
            String first = World.cookies(world.handle(get("/api/getsession", cookie)));
            world.after(Duration.ofSeconds(5));
            String proven = World.pair(
                    world.handle(FakeRequest.post("/api/reauthenticate")
                            .json("{\"password\":\"secret\"}")
                            .cookie(first)
                            .with(RequestHeader.USER_AGENT, "Firefox/Linux")),
                    SESSION);
            world.after(Duration.ofSeconds(5));

            Response late = world.handle(get("/api/getsession", cookie));

            assertThat(World.text(late)).startsWith("{\"login\":true").contains("\"fresh\":false");
            assertThat(World.setCookies(late)).isEmpty();
            assertThat(World.text(world.handle(get("/api/getsession", proven))))
                    .endsWith("\"fresh\":true,\"remembered\":false}}");
        }

        @Test
        void after_it_both_browsers_are_out_and_told_why() {
            String cookie = rememberCookie();
            String first = World.cookies(world.handle(get("/api/getsession", cookie)));
            world.handle(get("/api/getsession", first));
            world.after(Duration.ofSeconds(60));

            Response second = world.handle(get("/api/data", cookie));

            assertThat(second.status()).isEqualTo(401);
            assertThat(World.text(second)).contains("\"code\":\"session_stolen\"", "\"reason\":\"stolen\"");
            assertThat(World.text(world.handle(get("/api/getsession", first))))
                    .isEqualTo("{\"login\":false,\"reason\":\"stolen\"}");
            assertThat(count(AuthEvent.RememberMeStolen.class)).isOne();
        }
    }

    @Nested
    class A_request_that_is_not_to_spend_the_cookie {
        private final String cookie = rememberCookie();

        private FakeRequest never(String path, String cookies) {
            return get(path, cookies).with(RequestHeader.LATCHKEY_RESTORE, "never");
        }

        @Test
        void is_told_that_the_browser_may_return_and_changes_nothing() {
            Response response = world.handle(never("/api/getsession", cookie));

            assertThat(World.text(response)).isEqualTo("{\"login\":false,\"reason\":\"none\",\"remembered\":true}");
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(count(AuthEvent.Remembered.class)).isZero();
            assertThat(world.handle(never("/api/data", cookie)).status()).isEqualTo(401);
            assertThat(World.text(world.handle(get("/api/getsession", cookie)))).startsWith("{\"login\":true");
        }

        @Test
        void sees_a_live_session_as_ever() {
            String cookies = World.cookies(world.handle(get("/api/getsession", cookie)));

            assertThat(World.text(world.handle(never("/api/getsession", cookies))))
                    .startsWith("{\"login\":true");
        }

        @Test
        void is_not_told_so_of_a_cookie_that_was_never_issued_here() {
            String forged = cookie.substring(0, cookie.length() - 2) + (cookie.endsWith("AA") ? "BA" : "AA");

            assertThat(World.text(world.handle(never("/api/getsession", forged))))
                    .isEqualTo("{\"login\":false,\"reason\":\"none\"}");
        }

        @Test
        void is_not_told_so_after_somebody_ended_the_session_on_purpose() {
            String cookies = World.cookies(world.handle(get("/api/getsession", cookie)));
            world.store.end(world.janesSession().id(), EndReason.REVOKED, World.T0);

            assertThat(World.text(world.handle(never("/api/getsession", cookies))))
                    .isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
        }

        @Test
        void does_not_spend_it_by_a_misspelling_either() {
            world.handle(get("/api/getsession", cookie).with(RequestHeader.LATCHKEY_RESTORE, "Never"));

            assertThat(count(AuthEvent.Remembered.class)).isZero();
        }
    }

    @Nested
    class An_answer_that_never_arrived {
        @ParameterizedTest
        @ValueSource(strings = {"/api/getsession", "/api/data"})
        void is_given_again_as_long_as_nobody_used_what_it_carried(String path) {
            String cookie = rememberCookie();
            world.after(Duration.ofHours(13));
            String lost = World.cookies(world.handle(get(path, cookie)));
            world.after(Duration.ofMinutes(5));

            assertThat(World.cookies(world.handle(get(path, cookie)))).isEqualTo(lost);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api/getsession", "/api/data", "/api/verify"})
        void was_there_once_any_request_shows_its_session_cookie_be_it_passive_or_a_proxys(String path) {
            String cookie = rememberCookie();
            String arrived = World.pair(world.handle(get("/api/getsession", cookie)), SESSION);
            world.handle(get(path, arrived).with(RequestHeader.LATCHKEY_PASSIVE, "1"));
            world.after(Duration.ofSeconds(60));

            assertThat(World.text(world.handle(get("/api/getsession", cookie))))
                    .isEqualTo("{\"login\":false,\"reason\":\"stolen\"}");
        }
    }

    @Nested
    class A_thief_who_returns_first {
        @Test
        void is_found_by_the_next_request_of_the_owner_whose_session_ended_by_it() {
            Response login = world.handle(LOGIN);
            String thief = World.cookies(world.handle(get("/api/getsession", World.pair(login, REMEMBER))));
            world.handle(get("/api/data", thief));
            world.after(Duration.ofMinutes(2));

            assertThat(World.text(world.handle(get("/api/data", World.cookies(login)))))
                    .contains("\"reason\":\"stolen\"");
            assertThat(world.handle(get("/api/data", thief)).status()).isEqualTo(401);
        }
    }

    @Nested
    class After_somebody_ended_it {
        @Test
        void a_logout_ends_the_series_and_takes_both_cookies() {
            String cookies = World.cookies(world.handle(LOGIN));

            Response logout = world.handle(FakeRequest.post("/api/logout").cookie(cookies));

            assertThat(World.setCookies(logout))
                    .containsExactly(
                            "latchkey-remember=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax");
            assertThat(World.text(world.handle(get("/api/getsession", cookies))))
                    .isEqualTo("{\"login\":false,\"reason\":\"logged_out\"}");
        }

        @Test
        void a_logout_by_the_session_cookie_alone_ends_the_series_as_well() {
            Response login = world.handle(LOGIN);

            world.handle(FakeRequest.post("/api/logout").cookie(World.pair(login, SESSION)));

            assertThat(World.text(world.handle(get("/api/getsession", World.pair(login, REMEMBER)))))
                    .isEqualTo("{\"login\":false,\"reason\":\"logged_out\"}");
        }

        @Test
        void a_session_that_was_revoked_is_not_brought_back_although_its_series_lives() {
            Response login = world.handle(LOGIN);
            world.store.end(world.janesSession().id(), EndReason.REVOKED, World.T0);

            assertThat(World.text(world.handle(get("/api/getsession", World.cookies(login)))))
                    .isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
        }

        @Test
        void a_user_who_was_shut_out_does_not_come_back() {
            String cookie = rememberCookie();
            world.users.setDisabled(World.JANE, true);

            assertThat(World.text(world.handle(get("/api/getsession", cookie))))
                    .isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
        }
    }
}
