package dev.latchkey.http.api.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterTest {
    private static final String PASSWORD = "correct horse battery";
    private static final FakeRequest RULES = FakeRequest.get("/api/register");

    private final World world = World.withRegistration();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest register(String username, String password, String name) {
        return FakeRequest.post("/api/register")
                .json("{\"username\":\"" + username + "\",\"password\":\"" + password + "\",\"name\":\"" + name
                        + "\"}");
    }

    @Nested
    class While_it_is_open {
        @Test
        void the_rules_are_told_beforehand() {
            assertThat(World.text(world.handle(RULES)))
                    .isEqualTo(
                            "{\"registration\":\"open\",\"remember\":true,\"password\":{\"minimumLength\":15,\"maximumBytes\":1024}}");
        }

        @Test
        void an_account_is_made_and_nobody_is_logged_in_by_it() {
            Response response = world.handle(register("New.User", PASSWORD, " Newcomer "));

            assertThat(response.status()).isEqualTo(201);
            assertThat(World.text(response))
                    .matches("\\{\"registered\":true,\"user\":\\{\"id\":\"[A-Za-z0-9_-]{22}\","
                            + "\"username\":\"new.user\",\"name\":\"Newcomer\"}}");
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(world.handle(FakeRequest.post("/api/login")
                                    .json("{\"username\":\"new.user\",\"password\":\"" + PASSWORD + "\"}"))
                            .status())
                    .isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"jane", "JANE", "admin"})
        void a_name_that_is_taken_or_reserved_is_one_answer(String username) {
            Response response = world.handle(register(username, PASSWORD, "X"));

            assertThat(response.status()).isEqualTo(409);
            assertThat(World.text(response))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Username not available\",\"status\":409,"
                            + "\"detail\":\"choose another username\",\"code\":\"username_unavailable\"}");
        }

        @ParameterizedTest(name = "{0} / {1}: {3} at {2}")
        @CsvSource({
            "ab, correct horse battery, username, not_accepted",
            "a b c, correct horse battery, username, not_accepted",
            "newcomer, short, password, too_short",
            "newcomer, aaaaaaaaaaaaaaaaaaaa, password, too_regular",
            "newcomer-of-the-day, newcomer-of-the-day, password, like_the_name"
        })
        void what_breaks_a_rule_is_refused_with_the_rules_name(
                String username, String password, String field, String code) {
            Response response = world.handle(register(username, password, "Newcomer"));

            assertThat(response.status()).isEqualTo(422);
            assertThat(World.text(response))
                    .contains("\"code\":\"validation_failed\"")
                    .contains("{\"field\":\"" + field + "\",\"code\":\"" + code + "\"");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource({
            "Jane\\u202EeoD, U+202E (RIGHT-TO-LEFT OVERRIDE)",
            "Jane\\u2028Doe, U+2028 (LINE SEPARATOR)",
            "Jane\\u2066Doe, U+2066 (LEFT-TO-RIGHT ISOLATE)",
            "J\\uFFFDrg, U+FFFD"
        })
        void a_name_that_plays_tricks_is_refused_by_its_character(String name, String character) {
            Response response = world.handle(register("newcomer", PASSWORD, name));

            assertThat(response.status()).isEqualTo(422);
            assertThat(World.text(response)).contains("\"field\":\"name\"").contains(character);
        }

        @ParameterizedTest
        @CsvSource({
            "J\u030Canx, \u01F0anx",
            "\u0399\u0308\u0301\u03b1\u03b1, \u0390\u03b1\u03b1",
            "H\u0331xx, \u1e96xx",
            "stra\u00DFe, STRASSE",
            "admi\u0307nistrador, administrador"
        })
        void two_spellings_of_one_name_are_one_account(String one, String other) {
            assertThat(world.handle(register(one, PASSWORD, "X")).status()).isEqualTo(201);
            assertThat(world.handle(register(other, PASSWORD, "X")).status()).isEqualTo(409);
            assertThat(world.handle(FakeRequest.post("/api/login")
                                    .json("{\"username\":\"" + other + "\",\"password\":\"" + PASSWORD + "\"}"))
                            .status())
                    .isEqualTo(200);
        }

        @Test
        void the_rule_for_usernames_is_a_sentence() {
            assertThat(World.text(world.handle(register("ab", PASSWORD, "X"))))
                    .contains(
                            "\"message\":\"Use 3 to 64 letters and digits of one script, with . _ - + or ' between them,"
                                    + " or an e-mail address.\"");
        }

        @Test
        void all_flaws_are_told_at_once() {
            assertThat(World.text(world.handle(register("ab", "aaa", "Newcomer"))))
                    .contains("\"not_accepted\"", "\"too_short\"", "\"too_regular\"");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"username\":\"newcomer\",\"password\":\"correct horse battery\"}",
                    "{\"username\":\"newcomer\",\"password\":\"correct horse battery\",\"name\":\"  \"}",
                    "{\"username\":\"newcomer\",\"password\":\"correct horse battery\",\"name\":\"a\\nb\"}",
                    "{\"username\":[\"newcomer\"],\"password\":\"correct horse battery\",\"name\":\"N\"}"
                })
        void a_body_that_does_not_fit_is_refused(String body) {
            assertThat(world.handle(FakeRequest.post("/api/register").json(body))
                            .status())
                    .isEqualTo(400);
        }

        @Test
        void one_address_cannot_go_on_for_ever() {
            for (int i = 0; i < 50; i++) {
                assertThat(world.handle(register("newcomer" + i, PASSWORD, "N")).status())
                        .isEqualTo(201);
            }

            Response response = world.handle(register("newcomer50", PASSWORD, "N"));

            assertThat(response.status()).isEqualTo(429);
            assertThat(World.line(response, "Retry-After")).hasValue("10");
        }
    }

    @Nested
    class While_it_is_off {
        private final World closed = new World();

        @AfterEach
        void closeIt() {
            closed.close();
        }

        @Test
        void the_rules_say_so_and_are_there_for_a_change_of_password() {
            assertThat(World.text(closed.handle(RULES)))
                    .isEqualTo(
                            "{\"registration\":\"off\",\"remember\":true,\"password\":{\"minimumLength\":15,\"maximumBytes\":1024}}");
        }

        @Test
        void there_is_no_such_thing_as_registering() {
            Response response = closed.handle(register("newcomer", PASSWORD, "N"));

            assertThat(response.status()).isEqualTo(404);
            assertThat(World.text(response)).contains("\"code\":\"not_found\"");
        }
    }
}
