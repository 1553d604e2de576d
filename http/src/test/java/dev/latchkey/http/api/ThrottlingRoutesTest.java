package dev.latchkey.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ThrottlingRoutesTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest login(String username, String password) {
        return FakeRequest.post("/api/login")
                .json("{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    /** Five failures from five addresses: the budget of the name is spent, that of no address is. */
    private void spendBudgetOf(String username) {
        for (int i = 1; i <= 5; i++) {
            assertThat(world.handle(login(username, "guess").from("198.51.100." + i))
                            .status())
                    .isEqualTo(401);
        }
    }

    @Nested
    class After_too_many_guesses_at_a_name {
        @Test
        void the_next_is_refused_unseen_and_told_how_long_to_wait() {
            spendBudgetOf("jane");

            Response response = world.handle(login("jane", "secret"));

            assertThat(response.status()).isEqualTo(429);
            assertThat(World.line(response, "Retry-After")).hasValue("1");
            assertThat(World.text(response)).contains("\"code\":\"throttled\"", "\"login\":false");
            assertThat(world.hasher.verifiedAgainst).hasSize(5);
        }

        @Test
        void the_right_password_gets_in_once_the_wait_is_over() {
            spendBudgetOf("jane");
            world.after(Duration.ofSeconds(1));

            assertThat(world.handle(login("jane", "secret")).status()).isEqualTo(200);
        }

        @Test
        @DisplayName("ASVS 6.3.8: whether or not such a user exists, byte for byte")
        void whether_or_not_such_a_user_exists() {
            spendBudgetOf("jane");
            spendBudgetOf("nobody");

            Response known = world.handle(login("jane", "guess"));
            Response unknown = world.handle(login("nobody", "guess"));

            assertThat(unknown.status()).isEqualTo(429);
            assertThat(unknown.body()).isEqualTo(known.body());
            assertThat(World.allLines(unknown)).isEqualTo(World.allLines(known));
        }

        @Test
        void in_another_spelling_it_is_the_same_name() {
            spendBudgetOf("jane");

            assertThat(world.handle(login(" JANE ", "guess")).status()).isEqualTo(429);
        }

        @Test
        void other_names_are_not_concerned() {
            spendBudgetOf("jane");

            assertThat(world.handle(FakeRequest.post("/api/login").json(World.JOES_LOGIN))
                            .status())
                    .isEqualTo(200);
        }
    }

    @Nested
    class A_browser_that_logged_in_before {
        @Test
        void has_a_cookie_that_says_so_for_400_days() {
            assertThat(World.setCookies(
                            world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN))))
                    .first()
                    .asString()
                    .matches("latchkey-device=[A-Za-z0-9_-]{22}\\.[0-9]+\\.[A-Za-z0-9_-]{43}; Path=/;"
                            + " Max-Age=34560000; HttpOnly; SameSite=Lax");
        }

        @Test
        @DisplayName("ASVS 6.1.1: gets in at once, however often strangers fail")
        void gets_in_at_once_however_often_strangers_fail() {
            String device =
                    World.pair(world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN)), "latchkey-device");
            spendBudgetOf("jane");
            for (int i = 0; i < 1000; i++) {
                world.handle(login("jane", "guess").from("198.51." + i / 200 + "." + i % 200));
            }

            assertThat(world.handle(login("jane", "secret")).status()).isEqualTo(429);
            assertThat(world.handle(login("jane", "secret").cookie(device)).status())
                    .isEqualTo(200);
        }

        @Test
        void keeps_it_through_a_logout() {
            Response login = world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN));

            Response logout = world.handle(FakeRequest.post("/api/logout").cookie(World.cookies(login)));

            assertThat(World.setCookies(logout)).noneMatch(line -> line.startsWith("latchkey-device="));
        }

        @Test
        void has_a_small_budget_of_its_own() {
            String device =
                    World.pair(world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN)), "latchkey-device");
            for (int i = 0; i < 5; i++) {
                assertThat(world.handle(login("jane", "guess").cookie(device)).status())
                        .isEqualTo(401);
            }

            assertThat(world.handle(login("jane", "guess").cookie(device)).status())
                    .isEqualTo(429);
            assertThat(world.handle(login("jane", "secret")).status()).isEqualTo(200);
        }

        @Test
        void is_a_stranger_to_every_other_name_and_with_two_such_cookies() {
            String device =
                    World.pair(world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN)), "latchkey-device");
            spendBudgetOf("joe");
            spendBudgetOf("jane");

            assertThat(world.handle(login("joe", "hunter2").cookie(device)).status())
                    .isEqualTo(429);
            assertThat(world.handle(login("jane", "secret").cookie(device + "; latchkey-device=x"))
                            .status())
                    .isEqualTo(429);
        }
    }

    @Test
    @DisplayName("Spraying: one password at many names spends the budget of the address")
    void spraying_spends_the_budget_of_the_address() {
        for (int i = 0; i < 50; i++) {
            assertThat(world.handle(login("user" + i, "Winter2026!").from("192.0.2.1"))
                            .status())
                    .isEqualTo(401);
        }

        assertThat(world.handle(login("user50", "Winter2026!").from("192.0.2.1"))
                        .status())
                .isEqualTo(429);
        assertThat(world.handle(login("user50", "Winter2026!").from("192.0.2.2"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void what_is_too_long_to_be_a_password_is_refused_alike_and_not_counted() {
        String tooLong = "x".repeat(1025);
        for (int i = 0; i < 60; i++) {
            assertThat(world.handle(login("jane", tooLong)).status()).isEqualTo(400);
        }

        assertThat(world.handle(login("jane", "secret")).status()).isEqualTo(200);
    }

    @Nested
    class While_the_store_cannot_keep_anything {
        @Test
        @DisplayName("Security rule 87: no password is looked at, and right and wrong get the same bytes")
        void no_password_is_looked_at_and_right_and_wrong_get_the_same_bytes() {
            world.isStoreDown.set(true);

            assertSame503(world.handle(login("jane", "secret")), world.handle(login("jane", "guess")));
            assertSame503(world.handle(login("jane", "secret")), world.handle(login("nobody", "guess")));
            assertThat(world.hasher.verifiedAgainst).isEmpty();
        }

        @Test
        void the_same_goes_for_a_browser_that_logged_in_before() {
            String device =
                    World.pair(world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN)), "latchkey-device");
            world.hasher.verifiedAgainst.clear();
            world.losesCommits.set(true);

            assertSame503(
                    world.handle(login("jane", "secret").cookie(device)),
                    world.handle(login("jane", "guess").cookie(device)));
            assertThat(world.hasher.verifiedAgainst).isEmpty();
        }

        @Test
        void nor_is_it_when_only_the_commit_of_the_count_is_lost() {
            world.losesCommits.set(true);
            for (int i = 0; i < 120; i++) {
                assertThat(world.handle(login("jane", "guess")).status()).isEqualTo(503);
            }

            assertSame503(world.handle(login("jane", "secret")), world.handle(login("jane", "guess")));
            assertThat(world.hasher.verifiedAgainst).isEmpty();
        }

        @Test
        void nor_in_a_session() {
            String cookies =
                    World.cookies(world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN)));
            world.hasher.verifiedAgainst.clear();
            world.losesCommits.set(true);

            for (String route : List.of("reauthenticate", "password")) {
                assertSame503(
                        world.handle(prove(route, cookies, "secret")), world.handle(prove(route, cookies, "guess")));
            }
            assertThat(world.hasher.verifiedAgainst).isEmpty();
        }

        private void assertSame503(Response right, Response wrong) {
            assertThat(right.status()).isEqualTo(503);
            assertThat(wrong.status()).isEqualTo(503);
            assertThat(wrong.body()).isEqualTo(right.body());
            assertThat(World.allLines(wrong)).isEqualTo(World.allLines(right));
        }
    }

    @Test
    @DisplayName("Guesses at a password with a remember-me cookie: a new session brings no new budget")
    void guesses_with_a_remember_me_cookie_have_one_budget_whatever_sessions_it_makes() {
        String cookies = World.cookies(world.handle(
                FakeRequest.post("/api/login").json(World.JANES_LOGIN.replace("}", ",\"remember\":true}"))));
        world.hasher.verifiedAgainst.clear();
        String remember = rememberCookie(cookies);
        for (int i = 0; i < 40; i++) {
            Response restored = world.getSession(remember);
            assertThat(restored.status()).isEqualTo(200);
            remember = rememberCookie(World.cookies(restored));
            for (int guess = 0; guess < 5; guess++) {
                world.handle(prove("reauthenticate", World.cookies(restored), "guess"));
            }
        }

        assertThat(world.hasher.verifiedAgainst).hasSize(5);
    }

    private static String rememberCookie(String cookies) {
        return Stream.of(cookies.split("; "))
                .filter(pair -> pair.startsWith("latchkey-remember="))
                .findFirst()
                .orElseThrow();
    }

    private static FakeRequest prove(String route, String cookies, String password) {
        return FakeRequest.post("/api/" + route)
                .json(
                        route.equals("password")
                                ? "{\"current\":\"" + password + "\",\"new\":\"eight otters met at noon\"}"
                                : "{\"password\":\"" + password + "\"}")
                .cookie(cookies);
    }
}
