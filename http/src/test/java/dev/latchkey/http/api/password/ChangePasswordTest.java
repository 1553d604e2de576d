package dev.latchkey.http.api.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePasswordTest {
    private static final String NEW = "correct horse battery";
    private static final FakeRequest CHANGE = change("secret", NEW);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest change(String current, String replacement) {
        return FakeRequest.post("/api/password")
                .json("{\"current\":\"" + current + "\",\"new\":\"" + replacement + "\"}");
    }

    private static FakeRequest login(String password) {
        return FakeRequest.post("/api/login").json("{\"username\":\"jane\",\"password\":\"" + password + "\"}");
    }

    @Nested
    class In_a_fresh_session {
        @Test
        void the_new_password_holds_and_the_old_one_does_not() {
            Response response = world.handle(CHANGE.cookie(world.loggedIn()));

            assertThat(response.status()).isEqualTo(200);
            assertThat(World.text(response)).startsWith("{\"login\":true,").contains("\"fresh\":true");
            assertThat(world.handle(login(NEW)).status()).isEqualTo(200);
            assertThat(world.handle(login("secret")).status()).isEqualTo(401);
        }

        @Test
        @DisplayName("ASVS 7.4.3: every other session ends, and this one gets a new token")
        void every_other_session_ends_and_this_one_gets_a_new_token() {
            String elsewhere = world.loggedIn();
            String here = world.loggedIn();

            String after = World.pair(world.handle(CHANGE.cookie(here)));

            assertThat(after).isNotEqualTo(here);
            assertThat(world.getData(after).status()).isEqualTo(200);
            assertThat(World.text(world.getSession(elsewhere))).isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
        }

        @Test
        void remembered_browsers_are_remembered_no_more_and_this_one_loses_its_cookie() {
            String remembered = World.JANES_LOGIN.replace("}", ",\"remember\":true}");
            Response login = world.handle(FakeRequest.post("/api/login").json(remembered));

            Response response = world.handle(CHANGE.cookie(World.cookies(login)));

            assertThat(World.setCookies(response))
                    .contains("latchkey-remember=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                            + " SameSite=Lax");
            assertThat(World.text(world.getSession(World.pair(login, "latchkey-remember"))))
                    .isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
        }

        @Test
        void the_browser_is_still_a_known_one_and_strangers_guesses_do_not_keep_its_owner_out() {
            Response login = world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN));
            Response changed = world.handle(CHANGE.cookie(World.cookies(login)));
            for (int i = 0; i < 6; i++) {
                world.handle(login("guess"));
            }

            assertThat(world.handle(login(NEW)).status()).isEqualTo(429);
            assertThat(world.handle(login(NEW).cookie(World.pair(login, "latchkey-device")))
                            .status())
                    .isEqualTo(429);
            assertThat(world.handle(login(NEW).cookie(World.pair(changed, "latchkey-device")))
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void a_wrong_current_password_changes_nothing() {
            String cookie = world.loggedIn();

            Response response = world.handle(change("guess", NEW).cookie(cookie));

            assertThat(response.status()).isEqualTo(401);
            assertThat(World.text(response)).contains("\"code\":\"bad_credentials\"");
            assertThat(world.handle(login("secret")).status()).isEqualTo(200);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"fourteen chars, too_short", "passwordpassword, too_regular", "abcdefghijklmnop, too_regular"})
        void a_new_password_that_breaks_a_rule_is_refused_with_the_rules_name(String replacement, String code) {
            Response response = world.handle(change("secret", replacement).cookie(world.loggedIn()));

            assertThat(response.status()).isEqualTo(422);
            assertThat(World.text(response))
                    .contains("\"code\":\"validation_failed\"")
                    .contains("{\"field\":\"new\",\"code\":\"" + code + "\",\"message\":\"");
        }

        @Test
        @DisplayName("ASVS 6.3.4: guesses at the current password spend the same budget as proving it")
        void guesses_spend_the_same_budget_as_proving_it() {
            String cookie = world.loggedIn();
            for (int i = 0; i < 3; i++) {
                world.handle(change("guess", NEW).cookie(cookie));
            }
            FakeRequest prove = FakeRequest.post("/api/reauthenticate").json("{\"password\":\"guess\"}");
            world.handle(prove.cookie(cookie));
            world.handle(prove.cookie(cookie));

            assertThat(world.handle(CHANGE.cookie(cookie)).status()).isEqualTo(429);
        }
    }

    @Test
    @DisplayName("ASVS 7.5.1: in a session that is not fresh the password must be proven first")
    void in_a_session_that_is_not_fresh_the_password_must_be_proven_first() {
        String cookie = world.loggedIn();
        world.after(Duration.ofMinutes(5));

        Response response = world.handle(CHANGE.cookie(cookie));

        assertThat(response.status()).isEqualTo(403);
        assertThat(World.text(response)).contains("\"code\":\"reauthentication_required\"");
        assertThat(World.line(response, "Latchkey-Expires-In")).isPresent();
    }

    @Test
    void without_a_session_nothing_is_looked_at() {
        assertThat(world.handle(CHANGE).status()).isEqualTo(401);
        assertThat(world.hasher.verifiedAgainst).isEmpty();
    }
}
