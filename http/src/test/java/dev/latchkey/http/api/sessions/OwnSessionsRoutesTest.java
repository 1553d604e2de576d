package dev.latchkey.http.api.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.session.Session;
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

class OwnSessionsRoutesTest {
    private static final FakeRequest LIST = FakeRequest.get("/api/sessions");
    private static final FakeRequest END_OTHERS = FakeRequest.of("DELETE", "/api/sessions");
    private static final FakeRequest LOGIN = FakeRequest.post("/api/login").json(World.JANES_LOGIN);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest end(String id) {
        return FakeRequest.of("DELETE", "/api/sessions/" + id);
    }

    private String idOf(String cookie) {
        String text = World.text(world.getSession(cookie));
        int start = text.indexOf("\"session\":{\"id\":\"") + 17;
        return text.substring(start, text.indexOf('"', start));
    }

    @Nested
    class The_list {
        @Test
        @DisplayName("ASVS 7.5.2: shows every session of one's own, latest activity first, and no secret")
        void shows_every_session_of_ones_own() {
            String laptop =
                    World.pair(world.handle(LOGIN.from("203.0.113.7").with(RequestHeader.USER_AGENT, "Firefox/Linux")));
            world.after(Duration.ofMinutes(2));
            world.handle(LOGIN.from("2001:db8:1:2::3"));
            Session first = world.sessions.list(World.JANE).getLast();
            Session second = world.sessions.list(World.JANE).getFirst();

            Response response = world.handle(
                    LIST.cookie(laptop).from("203.0.113.7").with(RequestHeader.USER_AGENT, "Firefox/Linux"));

            assertThat(World.text(response))
                    .isEqualTo("{\"sessions\":[{\"id\":\"" + second.id()
                            + "\",\"device\":\"Unknown browser\",\"network\":\"2001:db8:1::/48\","
                            + "\"createdAt\":\"2026-01-01T12:02:00Z\",\"lastSeenAt\":\"2026-01-01T12:02:00Z\","
                            + "\"authenticatedAt\":\"2026-01-01T12:02:00Z\",\"remembered\":false,\"current\":false},"
                            + "{\"id\":\"" + first.id()
                            + "\",\"device\":\"Firefox on Linux\",\"network\":\"203.0.113.0/24\","
                            + "\"createdAt\":\"2026-01-01T12:00:00Z\",\"lastSeenAt\":\"2026-01-01T12:00:00Z\","
                            + "\"authenticatedAt\":\"2026-01-01T12:00:00Z\",\"remembered\":false,\"current\":true}]}");
            assertThat(World.text(response)).doesNotContain(laptop.split("=", 2)[1]);
        }

        @Test
        void needs_a_session_and_not_a_fresh_one() {
            String cookie = world.loggedIn();
            world.after(Duration.ofHours(1));

            assertThat(world.handle(LIST.cookie(cookie)).status()).isEqualTo(200);
            assertThat(world.handle(LIST).status()).isEqualTo(401);
        }

        @Test
        void shows_nobody_elses() {
            String cookie = world.loggedIn();
            world.handle(LOGIN.json(World.JOES_LOGIN));

            assertThat(World.text(world.handle(LIST.cookie(cookie)))).containsOnlyOnce("\"id\"");
        }
    }

    @Nested
    class Ending_one {
        @Test
        void ends_it_with_its_reason() {
            String other = world.loggedIn();
            String here = world.loggedIn();

            Response response = world.handle(end(idOf(other)).cookie(here));

            assertThat(World.text(response)).isEqualTo("{\"ended\":1}");
            assertThat(World.text(world.getSession(other))).isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
            assertThat(world.getData(here).status()).isEqualTo(200);
        }

        @Test
        void ends_the_remember_me_series_of_that_browser_as_well() {
            String remembered =
                    World.cookies(world.handle(LOGIN.json(World.JANES_LOGIN.replace("}", ",\"remember\":true}"))));
            String here = world.loggedIn();

            world.handle(end(idOf(remembered)).cookie(here));

            assertThat(World.text(world.getSession(remembered))).isEqualTo("{\"login\":false,\"reason\":\"revoked\"}");
        }

        @Test
        void that_is_somebody_elses_is_not_found() {
            String joes = World.pair(world.handle(LOGIN.json(World.JOES_LOGIN)));

            Response response = world.handle(end(idOf(joes)).cookie(world.loggedIn()));

            assertThat(response.status()).isEqualTo(404);
            assertThat(World.text(response)).contains("\"code\":\"not_found\"");
            assertThat(world.getData(joes).status()).isEqualTo(200);
        }

        @ParameterizedTest
        @ValueSource(strings = {"x", "AAAAAAAAAAAAAAAAAAAAAA", "../data", "a/b", "", "%41", "a;b"})
        void that_never_was_is_not_found(String id) {
            assertThat(world.handle(end(id).cookie(world.loggedIn())).status()).isEqualTo(404);
        }

        @Test
        void takes_no_other_method() {
            Response response = world.handle(
                    FakeRequest.post("/api/sessions/AAAAAAAAAAAAAAAAAAAAAA").cookie(world.loggedIn()));

            assertThat(response.status()).isEqualTo(405);
            assertThat(World.line(response, "Allow")).hasValue("DELETE");
        }
    }

    @Nested
    class Ending_all_others {
        @Test
        void leaves_this_one_alone() {
            String other = world.loggedIn();
            world.loggedIn();
            String here = world.loggedIn();

            assertThat(World.text(world.handle(END_OTHERS.cookie(here)))).isEqualTo("{\"ended\":2}");
            assertThat(world.getData(other).status()).isEqualTo(401);
            assertThat(world.getData(here).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/sessions", "/api/sessions/AAAAAAAAAAAAAAAAAAAAAA"})
    @DisplayName("ASVS 7.5.2: ending sessions needs a fresh one")
    void ending_needs_a_fresh_session(String path) {
        String cookie = world.loggedIn();
        world.after(Duration.ofMinutes(5));

        Response response = world.handle(FakeRequest.of("DELETE", path).cookie(cookie));

        assertThat(response.status()).isEqualTo(403);
        assertThat(World.text(response)).contains("\"code\":\"reauthentication_required\"");
    }

    @Test
    void another_site_ends_nothing() {
        String cookie = world.loggedIn();

        assertThat(world.handle(END_OTHERS.cookie(cookie).with(RequestHeader.SEC_FETCH_SITE, "cross-site"))
                        .status())
                .isEqualTo(403);
    }
}
