package dev.latchkey.http.api.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReauthenticateTest {
    private static final FakeRequest RIGHT =
            FakeRequest.post("/api/reauthenticate").json("{\"password\":\"secret\"}");
    private static final FakeRequest WRONG =
            FakeRequest.post("/api/reauthenticate").json("{\"password\":\"guess\"}");
    private static final FakeRequest END_OTHERS = FakeRequest.of("DELETE", "/api/sessions");

    private final World world = new World();
    private String stale = "";

    @BeforeEach
    void log_in_and_wait() {
        stale = world.loggedIn();
        world.after(Duration.ofMinutes(5));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Nested
    class With_the_right_password {
        @Test
        @DisplayName("ASVS 7.5.1: the session is fresh again and its token is new")
        void the_session_is_fresh_and_its_token_is_new() {
            assertThat(world.handle(END_OTHERS.cookie(stale)).status()).isEqualTo(403);

            Response response = world.handle(RIGHT.cookie(stale));

            String fresh = World.pair(response);
            assertThat(response.status()).isEqualTo(200);
            assertThat(World.text(response))
                    .startsWith("{\"login\":true,\"user\":{\"id\":\"u-jane\"")
                    .endsWith("\"fresh\":true,\"remembered\":false}}");
            assertThat(fresh).isNotEqualTo(stale);
            assertThat(World.line(response, "Latchkey-Expires-In")).isPresent();
            assertThat(world.handle(END_OTHERS.cookie(fresh)).status()).isEqualTo(200);
        }

        @Test
        void the_session_stays_the_same_one() {
            String id = world.janesSession().id().value();

            assertThat(World.text(world.handle(RIGHT.cookie(stale)))).contains("\"id\":\"" + id + "\"");
        }

        @Test
        @DisplayName("Security rule 19: the token before is good for 30 seconds, and never fresh")
        void the_token_before_is_good_for_30_seconds_and_never_fresh() {
            world.handle(RIGHT.cookie(stale));
            world.after(Duration.ofSeconds(29));

            assertThat(world.getData(stale).status()).isEqualTo(200);
            assertThat(World.text(world.getSession(stale))).contains("\"fresh\":false");

            world.after(Duration.ofSeconds(1));
            assertThat(world.getData(stale).status()).isEqualTo(401);
        }

        @Test
        @DisplayName("Security rule 20: the token before lists nothing, ends nothing and is never rotated again")
        void the_token_before_may_do_nothing_that_matters() {
            world.handle(RIGHT.cookie(stale));

            for (FakeRequest request :
                    new FakeRequest[] {RIGHT, END_OTHERS, FakeRequest.get("/api/sessions"), changePassword()}) {
                Response response = world.handle(request.cookie(stale));
                assertThat(response.status()).as(request.rawPath()).isEqualTo(403);
                assertThat(World.text(response)).contains("\"code\":\"reauthentication_required\"");
                assertThat(World.setCookies(response)).isEmpty();
            }
        }
    }

    private static FakeRequest changePassword() {
        return FakeRequest.post("/api/password").json("{\"current\":\"secret\",\"new\":\"correct horse battery\"}");
    }

    @Nested
    class With_anything_else {
        @Test
        void a_wrong_password_leaves_the_session_as_it_was() {
            Response response = world.handle(WRONG.cookie(stale));

            assertThat(response.status()).isEqualTo(401);
            assertThat(World.text(response))
                    .contains("\"code\":\"bad_credentials\"")
                    .doesNotContain("\"login\"");
            assertThat(World.setCookies(response)).isEmpty();
            assertThat(world.getData(stale).status()).isEqualTo(200);
        }

        @Test
        @DisplayName("ASVS 6.3.4: guesses within a session are throttled too")
        void guesses_are_throttled() {
            for (int i = 0; i < 5; i++) {
                assertThat(world.handle(WRONG.cookie(stale)).status()).isEqualTo(401);
            }

            Response response = world.handle(RIGHT.cookie(stale));

            assertThat(response.status()).isEqualTo(429);
            assertThat(World.line(response, "Retry-After")).hasValue("1");
            assertThat(World.text(response)).contains("\"code\":\"throttled\"").doesNotContain("\"login\"");
            assertThat(world.getData(stale).status()).isEqualTo(200);
        }

        @Test
        void without_a_session_the_reason_is_told() {
            Response response = world.handle(RIGHT);

            assertThat(response.status()).isEqualTo(401);
            assertThat(World.text(response)).contains("\"code\":\"not_authenticated\"", "\"reason\":\"none\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "{\"password\":\"\"}", "{\"password\":[\"secret\"]}", "[]", ""})
        void a_body_that_does_not_fit_is_refused(String body) {
            assertThat(world.handle(RIGHT.json(body).cookie(stale)).status()).isEqualTo(400);
        }

        @Test
        void the_subject_is_never_taken_from_the_body() {
            Response response =
                    world.handle(RIGHT.json("{\"password\":\"hunter2\",\"username\":\"joe\",\"userId\":\"u-joe\"}")
                            .cookie(stale));

            assertThat(response.status()).isEqualTo(401);
        }
    }
}
