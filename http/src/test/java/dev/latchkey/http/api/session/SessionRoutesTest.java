package dev.latchkey.http.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code getsession} and {@code data}: who is there, and why nobody is. */
class SessionRoutesTest {
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration ABSOLUTE = Duration.ofDays(7);
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private void assertThatNobodyIsThereBecause(String cookies, String reason, String code) {
        Response session = world.getSession(cookies);
        Response data = world.getData(cookies);

        assertThat(session.status()).isEqualTo(200);
        assertThat(World.text(session)).isEqualTo("{\"login\":false,\"reason\":\"" + reason + "\"}");
        assertThat(data.status()).isEqualTo(401);
        assertThat(World.text(data))
                .contains("\"code\":\"" + code + "\"")
                .contains("\"reason\":\"" + reason + "\"")
                .doesNotContain("\"login\"");
        assertThat(World.setCookies(session)).isEmpty();
        assertThat(World.setCookies(data)).isEmpty();
    }

    @Nested
    class While_someone_is_logged_in {
        @Test
        void their_data_is_theirs_alone() {
            assertThat(World.text(world.getData(world.loggedIn())))
                    .isEqualTo("{\"username\":\"jane\",\"name\":\"Jane Doe\"}");
        }

        @Test
        void neither_route_sets_a_cookie() {
            String cookie = world.loggedIn();

            assertThat(World.setCookies(world.getSession(cookie))).isEmpty();
            assertThat(World.setCookies(world.getData(cookie))).isEmpty();
        }

        @ParameterizedTest(name = "{0} after the password was proven: fresh {1}")
        @CsvSource({"PT0S, true", "PT4M59.999S, true", "PT5M, false", "PT5M0.001S, false"})
        @DisplayName("ASVS 7.5.3: a session is fresh for five minutes")
        void it_is_fresh_for_five_minutes(Duration age, boolean fresh) {
            String cookie = world.loggedIn();

            world.after(age);

            assertThat(World.text(world.getSession(cookie))).contains("\"fresh\":" + fresh);
        }
    }

    @Nested
    @DisplayName("ASVS 7.3.1, 7.3.2: at a deadline it is already over")
    class At_a_deadline {
        @Test
        void idle_just_before() {
            String cookie = world.loggedIn();

            world.after(IDLE.minusMillis(1));

            assertThat(World.text(world.getSession(cookie))).startsWith("{\"login\":true");
        }

        @Test
        void idle_exactly_at() {
            String cookie = world.loggedIn();

            world.after(IDLE);

            assertThatNobodyIsThereBecause(cookie, "idle_expired", "session_expired");
        }

        @Test
        void absolute_just_before_and_exactly_at_whatever_the_activity() {
            String cookie = world.loggedIn();
            for (Duration age = Duration.ZERO; age.compareTo(ABSOLUTE) < 0; age = age.plusHours(8)) {
                world.now.set(World.T0.plus(age));
                assertThat(world.getData(cookie).status()).isEqualTo(200);
            }

            world.now.set(World.T0.plus(ABSOLUTE).minusMillis(1));
            assertThat(world.getData(cookie).status()).isEqualTo(200);
            world.now.set(World.T0.plus(ABSOLUTE));
            assertThatNobodyIsThereBecause(cookie, "expired", "session_expired");
        }

        @Test
        void data_is_activity_and_moves_it() {
            String cookie = world.loggedIn();

            world.after(IDLE.minus(A_SECOND));
            world.getData(cookie);
            world.after(IDLE.minus(A_SECOND));

            assertThat(world.getData(cookie).status()).isEqualTo(200);
        }

        @Test
        void asking_who_is_there_is_not_activity() {
            String cookie = world.loggedIn();

            world.after(IDLE.minus(A_SECOND));
            String before = World.text(world.getSession(cookie));
            world.after(A_SECOND);

            assertThat(before).contains("\"idleExpiresAt\":\"2026-01-02T00:00:00Z\"");
            assertThatNobodyIsThereBecause(cookie, "idle_expired", "session_expired");
        }

        @Test
        void the_clients_own_deadlines_mean_nothing() {
            String cookie = world.loggedIn();

            world.after(IDLE);

            assertThatNobodyIsThereBecause(
                    cookie + "; Max-Age=999999; Expires=never", "idle_expired", "session_expired");
        }
    }

    @Nested
    class Why_nobody_is_there {
        static Stream<Arguments> cookies() {
            String token = new Tokens().newSessionToken(0).cookieValue();
            return Stream.of(
                    Arguments.of("no cookie", "", "none", 0),
                    Arguments.of("another cookie", "other=x", "none", 0),
                    Arguments.of("never a session", "latchkey=" + token, "unknown", 2),
                    Arguments.of("a twin", "latchkey=" + token + "; latchkey=" + token, "cookie_conflict", 0),
                    Arguments.of("a twin, spoilt", "latchkey=" + token + "; latchkey=", "cookie_conflict", 0),
                    Arguments.of("no value", "latchkey=", "unknown", 0),
                    Arguments.of("too short", "latchkey=" + token.substring(1), "unknown", 0),
                    Arguments.of("too long", "latchkey=" + token + "A", "unknown", 0),
                    Arguments.of("padded", "latchkey=" + token.substring(1) + "=", "unknown", 0),
                    Arguments.of("quoted", "latchkey=\"" + token + "\"", "unknown", 0),
                    Arguments.of("another alphabet", "latchkey=" + "+".repeat(45), "unknown", 0),
                    Arguments.of("stray bits in the last character", "latchkey=" + "A".repeat(44) + "B", "unknown", 0),
                    Arguments.of("a token without a partition", "latchkey=" + token.substring(2), "unknown", 0),
                    Arguments.of("a path", "latchkey=" + "../".repeat(15), "unknown", 0),
                    Arguments.of("NUL", "latchkey=" + "\0".repeat(45), "unknown", 0),
                    Arguments.of("full-width letters", "latchkey=" + "Ａ".repeat(45), "unknown", 0),
                    Arguments.of("a quoted sandwich", "$Version=1; x=\"a; latchkey=" + token + "\"", "unknown", 0),
                    Arguments.of("upper-case name", "LATCHKEY=" + token, "none", 0),
                    Arguments.of("nameless", "=latchkey=" + token, "none", 0),
                    Arguments.of("the https name", "__Host-latchkey=" + token, "none", 0),
                    Arguments.of("U+00A0 before the name", "\u00a0latchkey=" + token, "none", 0));
        }

        @ParameterizedTest(name = "{0}: {2}")
        @MethodSource("cookies")
        void what_cannot_be_ours_never_reaches_the_store(String label, String cookies, String reason, int questions) {
            assertThatNobodyIsThereBecause(cookies, reason, "not_authenticated");
            assertThat(world.questions).as(label).hasValue(questions);
        }

        @ParameterizedTest
        @EnumSource
        void what_ended_is_told_by_its_reason(EndReason reason) {
            String cookie = world.loggedIn();

            world.store.end(world.janesSession().id(), reason, World.T0);

            String wireName =
                    reason == EndReason.RETURNED ? "replaced" : reason.name().toLowerCase(Locale.ROOT);
            String code = switch (reason) {
                case LOGGED_OUT, REVOKED, REPLACED, RETURNED -> "session_ended";
                case IDLE_EXPIRED, EXPIRED -> "session_expired";
                case PROTECTED -> "session_protected";
                case STOLEN -> "session_stolen";
            };
            assertThatNobodyIsThereBecause(cookie, wireName, code);
        }

        @Test
        void after_a_day_the_reason_is_forgotten() {
            String cookie = world.loggedIn();
            world.handle(FakeRequest.post("/api/logout").cookie(cookie));

            world.after(Duration.ofHours(24).plusMillis(1));
            world.sessions.purgeExpired(100);

            assertThatNobodyIsThereBecause(cookie, "unknown", "not_authenticated");
        }
    }

    @Nested
    @DisplayName("ASVS 3.3.4, CVE-2025-61928: a session is proven by its cookie and nothing else")
    class A_session_is_proven_by_its_cookie {
        @Test
        void not_by_the_query_or_the_path() {
            String pair = world.loggedIn();

            assertThat(world.handle(FakeRequest.get("/api/data").query(pair)).status())
                    .isEqualTo(401);
            assertThat(world.handle(FakeRequest.get("/api/data;" + pair)).status())
                    .isEqualTo(404);
        }

        @ParameterizedTest
        @EnumSource(
                value = RequestHeader.class,
                names = {"HOST", "COOKIE"},
                mode = EnumSource.Mode.EXCLUDE)
        void not_by_any_other_header(RequestHeader name) {
            String pair = world.loggedIn();

            assertThat(world.handle(FakeRequest.get("/api/data").with(name, pair))
                            .status())
                    .isNotEqualTo(200);
        }

        @Test
        void not_by_its_public_id() {
            world.loggedIn();
            Session session = world.janesSession();

            assertThatNobodyIsThereBecause("latchkey=" + session.id(), "unknown", "not_authenticated");
        }

        @Test
        void anonymous_visits_leave_nothing_behind() {
            for (int i = 0; i < 1000; i++) {
                world.getSession("");
                world.getData("");
                world.handle(FakeRequest.get("/api/getcsrf"));
            }

            assertThat(world.questions).hasValue(0);
        }
    }

    @Nested
    @DisplayName("While the store is down nobody is logged out")
    class While_the_store_is_down {
        @Test
        void the_answer_is_503_and_afterwards_all_is_as_before() {
            String cookie = world.loggedIn();

            world.isStoreDown.set(true);
            Response session = world.getSession(cookie);
            Response data = world.getData(cookie);
            world.isStoreDown.set(false);

            for (Response response : new Response[] {session, data}) {
                assertThat(response.status()).isEqualTo(503);
                assertThat(World.text(response))
                        .contains("\"code\":\"store_unavailable\"")
                        .doesNotContain("\"login\"");
                assertThat(World.line(response, "Retry-After")).contains("2");
                assertThat(World.setCookies(response)).isEmpty();
            }
            assertThat(world.getData(cookie).status()).isEqualTo(200);
        }

        @Test
        void what_needs_no_store_still_answers() {
            world.isStoreDown.set(true);

            assertThat(World.text(world.getSession(""))).isEqualTo("{\"login\":false,\"reason\":\"none\"}");
            assertThat(world.handle(FakeRequest.get("/api/getcsrf")).status()).isEqualTo(200);
            assertThat(world.handle(FakeRequest.post("/api/logout")).status()).isEqualTo(200);
        }
    }
}
