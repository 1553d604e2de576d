package dev.latchkey.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock is read once per request: one that moves at every reading never makes an answer of two times. */
class OneMomentTest {
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration FRESH_FOR = Duration.ofMinutes(5);
    private static final FakeRequest GETSESSION = FakeRequest.get("/api/getsession");

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    /** Jane's cookie, that long after she logged in, by a clock that moves that far whenever it is read. */
    private String loggedInBefore(Duration time, Duration step) {
        String cookie = world.loggedIn();
        world.after(time);
        world.step.set(step);
        return cookie;
    }

    private static long secondsLeft(Response response) {
        return World.line(response, "Latchkey-Expires-In").map(Long::parseLong).orElse(0L);
    }

    private static Instant instant(Response response, String name) {
        Matcher member = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(World.text(response));
        assertThat(member.find()).isTrue();
        return Instant.parse(member.group(1));
    }

    @ParameterizedTest(name = "{0} ms before the deadline, {1} ms at every reading")
    @CsvSource({"1, 0", "1, 1", "1, 500", "999, 1", "1000, 1000", "1001, 3600000", "60000, 90000000"})
    void who_is_said_to_be_logged_in_has_time_left(long before, long step) {
        for (String path : List.of("/api/getsession", "/api/data", "/api/sessions", "/api/verify")) {
            world.step.set(Duration.ZERO);
            String cookie = loggedInBefore(IDLE.minusMillis(before), Duration.ofMillis(step));
            Instant asked = world.now.get();
            FakeRequest request = FakeRequest.get(path).cookie(cookie).with(RequestHeader.LATCHKEY_PASSIVE, "1");

            Response response = world.handle(request);

            assertThat(response.status()).as(path).isIn(200, 204);
            assertThat(secondsLeft(response)).as(path).isEqualTo(Math.max(1, before / 1000));
            if (path.equals("/api/getsession")) {
                assertThat(World.text(response)).contains("\"login\":true");
                assertThat(instant(response, "idleExpiresAt")).isEqualTo(asked.plusMillis(before));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1000, 3_600_000})
    void whose_time_is_up_is_not_said_to_be_logged_in(long step) {
        String cookie = loggedInBefore(IDLE, Duration.ofMillis(step));

        Response response = world.handle(GETSESSION.cookie(cookie));

        assertThat(World.text(response)).isEqualTo("{\"login\":false,\"reason\":\"idle_expired\"}");
        assertThat(secondsLeft(response)).isZero();
    }

    @ParameterizedTest(name = "{0} ms after the proof, {1} ms at every reading: fresh {2}")
    @CsvSource({
        "299999, 1,       true",
        "299999, 600000,  true",
        "0,      3600000, true",
        "300000, 1,       false",
        "300000, 600000,  false"
    })
    void what_is_said_of_freshness_is_what_is_allowed(long after, long step, boolean isFresh) {
        String cookie = loggedInBefore(Duration.ofMillis(after), Duration.ofMillis(step));
        assertThat(World.text(world.handle(GETSESSION.cookie(cookie)))).contains("\"fresh\":" + isFresh);

        world.now.set(World.T0.plusMillis(after));
        Access access = world.admit(FakeRequest.post("/notes").cookie(cookie), Need.MEMBER);
        assertThat(access).isInstanceOfSatisfying(Access.Member.class, member -> {
            assertThat(member.isFresh()).isEqualTo(isFresh);
            assertThat(member.at()).isEqualTo(World.T0.plusMillis(after));
        });
        world.now.set(World.T0.plusMillis(after));
        assertThat(world.admit(FakeRequest.post("/notes").cookie(cookie), Need.FRESH) instanceof Access.Member)
                .isEqualTo(isFresh);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1000, 600_000})
    void who_proves_a_password_is_fresh_by_that_answer_however_long_it_took(long step) {
        world.step.set(Duration.ofMillis(step));

        Response login = world.handle(FakeRequest.post("/api/login").json(World.JANES_LOGIN));
        Instant proven = instant(login, "authenticatedAt");

        assertThat(World.text(login)).contains("\"fresh\":true");
        assertThat(secondsLeft(login)).isEqualTo(IDLE.toSeconds());
        assertThat(instant(login, "idleExpiresAt")).isEqualTo(proven.plus(IDLE));
        assertThat(World.text(world.handle(FakeRequest.post("/api/reauthenticate")
                        .json("{\"password\":\"secret\"}")
                        .cookie(World.pair(login)))))
                .contains("\"fresh\":true");
    }

    @Test
    void a_browser_that_is_brought_back_has_its_whole_time_left() {
        String cookies = world.remembered();
        world.after(Duration.ofDays(1));
        world.step.set(FRESH_FOR);

        Response response = world.handle(GETSESSION.cookie(cookies));

        assertThat(World.text(response)).contains("\"login\":true").contains("\"fresh\":false");
        assertThat(instant(response, "createdAt")).isEqualTo(World.T0.plus(Duration.ofDays(1)));
        assertThat(secondsLeft(response)).isEqualTo(IDLE.toSeconds());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"a member", "a stranger", "a forged token", "a session that is over", "another browser"})
    void the_clock_is_read_once(String who) {
        FakeRequest request = FakeRequest.get("/notes").with(RequestHeader.USER_AGENT, "Firefox/Linux");
        String cookie = World.pair(world.handle(FakeRequest.post("/api/login")
                .json(World.JANES_LOGIN)
                .with(RequestHeader.USER_AGENT, "Firefox/Linux")));
        request = switch (who) {
            case "a member" -> request.cookie(cookie);
            case "a forged token" -> request.cookie("latchkey=" + "A".repeat(45));
            case "another browser" -> request.cookie(cookie).with(RequestHeader.USER_AGENT, "Chrome/Linux");
            default -> request;
        };
        if (who.equals("a session that is over")) {
            world.handle(FakeRequest.post("/api/logout").cookie(cookie));
            request = request.cookie(cookie);
        }
        for (Need need : Need.values()) {
            world.readings.set(0);
            world.admit(request, need);
            assertThat(world.readings).as("%s %s", who, need).hasValue(1);
        }
    }
}
