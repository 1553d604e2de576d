package dev.latchkey.http.api.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
    private static final FakeRequest LOGIN = FakeRequest.post("/api/login");
    private static final FakeRequest JANE = LOGIN.json(World.JANES_LOGIN);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest login(String username, String password) {
        return LOGIN.json("{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    @Nested
    class With_the_right_password {
        @Test
        void the_answer_says_who_is_there_and_nothing_more() {
            Response response = world.handle(JANE);

            Session session = world.janesSession();
            assertThat(World.text(response))
                    .isEqualTo(
                            "{\"login\":true,\"user\":{\"id\":\"u-jane\",\"username\":\"jane\",\"name\":\"Jane Doe\"},"
                                    + "\"session\":{\"id\":\"" + session.id()
                                    + "\",\"createdAt\":\"2026-01-01T12:00:00Z\","
                                    + "\"authenticatedAt\":\"2026-01-01T12:00:00Z\",\"expiresAt\":\"2026-01-08T12:00:00Z\","
                                    + "\"idleExpiresAt\":\"2026-01-02T00:00:00Z\",\"fresh\":true,\"remembered\":false}}");
        }

        @Test
        void the_cookie_stands_for_the_session_and_ends_with_the_browser() {
            Response response = world.handle(JANE);

            assertThat(World.setCookies(response).getLast())
                    .matches("latchkey=[A-Za-z0-9_-]{45}; Path=/; HttpOnly; SameSite=Lax");
            assertThat(World.text(world.getSession(World.pair(response)))).isEqualTo(World.text(response));
        }

        @Test
        void on_https_the_cookie_is_bound_to_the_host() {
            try (World https = World.onHttps()) {
                assertThat(World.setCookies(https.handle(JANE)).getLast())
                        .matches("__Host-latchkey=[A-Za-z0-9_-]{45}; Path=/; HttpOnly; SameSite=Lax; Secure");
            }
        }

        @Test
        @DisplayName("ASVS 3.3.4: the secret is in Set-Cookie and nowhere else")
        void the_secret_is_in_the_cookie_alone() {
            Response response = world.handle(JANE);

            String secret = World.pair(response).split("=", 2)[1];
            assertThat(World.text(response)).doesNotContain(secret);
            assertThat(World.allLines(response).stream()
                            .filter(line -> line.value().contains(secret)))
                    .hasSize(1);
        }

        @Test
        void the_username_may_be_typed_in_any_case() {
            assertThat(world.handle(login(" JANE ", "secret")).status()).isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("ASVS 6.3.8: unknown, wrong and disabled are one answer")
    class With_anything_else {
        @Test
        void byte_for_byte_and_for_the_same_work() {
            Response wrong = world.handle(login("jane", "guess"));
            Response unknown = world.handle(login("nobody", "secret"));
            world.users.setDisabled(World.JANE, true);
            Response disabled = world.handle(JANE);

            assertThat(World.text(wrong))
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Bad credentials\",\"status\":401,"
                            + "\"detail\":\"the username or the password is wrong\",\"code\":\"bad_credentials\","
                            + "\"login\":false}");
            for (Response other : List.of(unknown, disabled)) {
                assertThat(other.status()).isEqualTo(wrong.status());
                assertThat(other.body()).isEqualTo(wrong.body());
                assertThat(World.allLines(other)).isEqualTo(World.allLines(wrong));
            }
            // Of who was shut out it is their own, which takes what it always took.
            assertThat(world.hasher.verifiedAgainst)
                    .hasSize(3)
                    .filteredOn("decoy"::equals)
                    .hasSize(1);
        }

        @Test
        void what_does_not_fit_is_refused_alike_and_before_anyone_is_looked_up() {
            String tooLong = "x".repeat(1025);
            Response known = world.handle(login("jane", tooLong));
            Response unknown = world.handle(login("nobody", tooLong));

            assertThat(known.status()).isEqualTo(400);
            assertThat(unknown.body()).isEqualTo(known.body());
            assertThat(world.hasher.verifiedAgainst).isEmpty();
        }

        @Test
        void the_session_the_browser_had_stays() {
            String cookie = world.loggedIn();

            Response refused = world.handle(login("jane", "guess").cookie(cookie));

            assertThat(World.setCookies(refused)).isEmpty();
            assertThat(world.getData(cookie).status()).isEqualTo(200);
        }

        @Test
        void a_poisoned_hash_in_the_store_lets_nobody_in() {
            PasswordHash hash =
                    world.users.find(World.JANE).flatMap(User::passwordHash).orElseThrow();
            world.users.replacePasswordHash(World.JANE, hash, new PasswordHash(""));

            assertThat(world.handle(JANE).status()).isEqualTo(401);
        }
    }

    @Nested
    @DisplayName("ASVS 7.2.4: a new session, whatever the browser had")
    class A_new_session_whatever_the_browser_had {
        @Test
        void the_previous_one_ends() {
            String before = world.loggedIn();

            String after = World.pair(world.handle(LOGIN.json(World.JOES_LOGIN).cookie(before)));

            assertThat(after).isNotEqualTo(before);
            assertThat(World.text(world.getSession(before))).isEqualTo("{\"login\":false,\"reason\":\"logged_out\"}");
            assertThat(World.text(world.getData(after))).isEqualTo("{\"username\":\"joe\",\"name\":\"Joe\"}");
            assertThat(world.sessions.list(World.JANE)).isEmpty();
        }

        @Test
        void another_browser_keeps_its_own() {
            String elsewhere = world.loggedIn();

            world.loggedIn();

            assertThat(world.getData(elsewhere).status()).isEqualTo(200);
        }

        @Test
        void a_planted_token_is_never_adopted() {
            SessionToken planted = new Tokens().newSessionToken(0);
            String cookie = "latchkey=" + planted.cookieValue();

            String issued = World.pair(world.handle(JANE.cookie(cookie)));

            assertThat(issued).isNotEqualTo(cookie);
            assertThat(World.text(world.getSession(cookie))).isEqualTo("{\"login\":false,\"reason\":\"unknown\"}");
        }
    }

    @Nested
    class When_our_cookie_came_twice {
        @Test
        void the_login_clears_every_twin_before_it_sets_the_new_one() {
            Response response = world.handle(JANE.cookie("latchkey=a; latchkey=b"));

            assertThat(World.setCookies(response)).hasSize(4);
            assertThat(World.setCookies(response).subList(1, 3))
                    .containsExactly(
                            "latchkey=; Path=/api; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax",
                            "latchkey=; Path=/api/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                    + " SameSite=Lax");
            assertThat(World.text(world.getSession(World.pair(response)))).startsWith("{\"login\":true");
        }

        @Test
        void on_https_the_only_twin_is_in_the_other_partition() {
            try (World https = World.onHttps()) {
                Response response = https.handle(JANE.cookie("__Host-latchkey=a; __Host-latchkey=b"));

                assertThat(World.setCookies(response))
                        .hasSize(3)
                        .element(1)
                        .isEqualTo(
                                "__Host-latchkey=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly;"
                                        + " SameSite=Lax; Secure; Partitioned");
            }
        }

        @Test
        void the_sessions_of_both_end() {
            String twins = world.loggedIn() + "; " + world.loggedIn();

            world.handle(LOGIN.json(World.JOES_LOGIN).cookie(twins));

            assertThat(world.sessions.list(World.JANE)).isEmpty();
        }
    }

    @Nested
    class Its_body {
        @ParameterizedTest(name = "{0}: {2}")
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            JSON                  | application/json                   | 200
            in any case           | Application/JSON                   | 200
            with its charset      | application/json; charset=utf-8    | 200
            with its charset      | application/json;charset=UTF-8     | 200
            its other spelling    | application/json; charset=utf8     | 200
            quoted                | application/json; charset="utf-8"  | 200
            quoted with escapes   | application/json; charset="u\\tf-8" | 200
            nothing after it      | application/json; charset=utf-8;   | 200
            nothing at all        | application/json;                  | 200
            nothing, repeatedly   | application/json; ;; charset=utf-8 ; | 200
            blanks                | APPLICATION/JSON ;\tcharset=UTF-8  | 200
            something more        | application/json; charset=utf-8; version=1.0 | 200
            something else        | application/json; profile="a; b, c" | 200
            another type's twin   | application/json; a="x             | 415
            a word for a parameter | application/json; charset         | 415
            blanks around =       | application/json; charset = utf-8  | 415
            a name without value  | application/json; charset=         | 415
            two alike             | application/json; charset=utf-8; charset=utf-8 | 415
            ASCII                 | application/json; charset=us-ascii | 415
            another type of JSON  | text/json                          | 415
            a kind of JSON        | application/vnd.api+json           | 415
            a list in a parameter | application/json; a=b, text/plain  | 415
            another charset       | application/json; charset=utf-16   | 415
            two charsets          | application/json; charset=utf-8; charset=utf-16 | 415
            text                  | text/plain                         | 415
            a form                | application/x-www-form-urlencoded  | 415
            a multipart form      | multipart/form-data; boundary=x    | 415
            a beacon's guess      | text/plain;charset=UTF-8           | 415
            JSON in a parameter   | text/plain; a=application/json     | 415
            another JSON          | application/problem+json           | 415
            nothing               | ``                                 | 415
            a list                | application/json, text/plain       | 415
            spaces inside         | applica tion/json                  | 415
            spaces inside         | application / json                 | 415
            """)
        void is_taken_as_application_json_alone(String label, String type, int status) {
            assertThat(world.handle(JANE.with(RequestHeader.CONTENT_TYPE, type)).status())
                    .as(label)
                    .isEqualTo(status);
        }

        @Test
        void needs_a_type_and_only_one() {
            assertThat(world.handle(JANE.with(RequestHeader.CONTENT_TYPE)).status())
                    .isEqualTo(415);
            assertThat(world.handle(JANE.with(RequestHeader.CONTENT_TYPE, "application/json", "application/json"))
                            .status())
                    .isEqualTo(415);
        }

        @ParameterizedTest
        @ValueSource(strings = {"gzip", "br", "deflate, gzip"})
        void is_not_inflated(String encoding) {
            assertThat(world.handle(JANE.with(RequestHeader.CONTENT_ENCODING, encoding))
                            .status())
                    .isEqualTo(415);
        }

        @Test
        void has_at_most_64_KiB() {
            String fits = World.JANES_LOGIN + " ".repeat(65_536 - World.JANES_LOGIN.length());

            assertThat(world.handle(JANE.json(fits)).status()).isEqualTo(200);
            assertThat(world.handle(JANE.json(fits + " ")).status()).isEqualTo(413);
        }

        @Test
        void asks_no_store_until_it_is_complete() {
            world.handle(JANE.body(new Request.Body.TimedOut()));
            world.handle(JANE.json("{}"));

            assertThat(world.questions).hasValue(0);
        }
    }
}
