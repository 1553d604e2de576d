package dev.latchkey.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.session.Standing;
import dev.latchkey.http.csrf.CsrfRefusal;
import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A route of an application, which the API does not know, is guarded like one of the API's own. */
class GuardTest {
    private static final String NOTES = "/notes/7";
    private static final FakeRequest READ = FakeRequest.get(NOTES);
    private static final FakeRequest WRITE = FakeRequest.post(NOTES);

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    private static FakeRequest from(String origin, String site, FakeRequest request) {
        return request.with(RequestHeader.ORIGIN, origin).with(RequestHeader.SEC_FETCH_SITE, site);
    }

    private static FakeRequest byForeignPage(FakeRequest request) {
        return from("https://evil.example", "cross-site", request);
    }

    private static Response refused(Access access) {
        assertThat(access).isInstanceOf(Access.Refused.class);
        return ((Access.Refused) access).response();
    }

    private static Access.Member member(Access access) {
        assertThat(access).isInstanceOf(Access.Member.class);
        return (Access.Member) access;
    }

    private static Reason reason(Access access) {
        assertThat(access).isInstanceOf(Access.Stranger.class);
        return ((Access.Stranger) access).reason();
    }

    private static List<String> setCookies(Access access) {
        return values(access, "Set-Cookie");
    }

    private static List<String> values(Access access, String name) {
        return access.headers().stream()
                .filter(line -> line.name().equals(name))
                .map(HeaderField::value)
                .toList();
    }

    private static void assertThatItIs(Response response, int status, String code) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(World.text(response)).contains("\"code\":\"" + code + "\"");
        assertThat(World.lines(response, "Content-Type")).containsExactly("application/problem+json");
        assertThat(World.lines(response, "Cache-Control")).containsExactly("no-store");
    }

    @Nested
    class Whoever_is_logged_in {
        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE"})
        void is_let_in_by_any_method_and_named(String method) {
            Access.Member jane =
                    member(world.admit(FakeRequest.of(method, NOTES).cookie(world.loggedIn()), Need.MEMBER));

            assertThat(jane.user().username()).isEqualTo("jane");
            assertThat(jane.session().id()).isEqualTo(world.janesSession().id());
            assertThat(jane.isFresh()).isTrue();
            assertThat(jane.standing()).isEqualTo(Standing.CURRENT);
            assertThat(jane.at()).isEqualTo(World.T0);
        }

        @Test
        void is_given_lines_for_the_answer_which_nobody_may_keep() {
            Access access = world.admit(READ.cookie(world.loggedIn()), Need.MEMBER);

            assertThat(access.headers())
                    .containsExactly(
                            new HeaderField("Latchkey-Expires-In", "43200"),
                            new HeaderField("Cache-Control", "no-store"),
                            new HeaderField("Vary", "Cookie"));
        }

        @Test
        void has_thereby_used_the_session() {
            String cookie = world.loggedIn();
            for (int i = 0; i < 3; i++) {
                world.after(Duration.ofHours(11));
                member(world.admit(READ.cookie(cookie), Need.MEMBER));
            }
        }

        @Test
        void has_not_used_it_by_a_request_that_says_that_nobody_caused_it() {
            String cookie = world.loggedIn();
            world.after(Duration.ofHours(11));
            member(world.admit(READ.cookie(cookie).with(RequestHeader.LATCHKEY_PASSIVE, "1"), Need.MEMBER));
            world.after(Duration.ofHours(1));

            assertThatItIs(refused(world.admit(READ.cookie(cookie), Need.MEMBER)), 401, "session_expired");
        }

        @Test
        void may_do_what_needs_a_recent_proof_until_it_is_not_recent_any_more() {
            String cookie = world.loggedIn();
            world.after(Duration.ofMinutes(5).minusMillis(1));
            assertThat(member(world.admit(WRITE.cookie(cookie), Need.FRESH))
                            .proven()
                            .session()
                            .id())
                    .isEqualTo(world.janesSession().id());
            world.after(Duration.ofMillis(1));

            assertThatItIs(refused(world.admit(WRITE.cookie(cookie), Need.FRESH)), 403, "reauthentication_required");
            assertThat(member(world.admit(WRITE.cookie(cookie), Need.MEMBER)).isFresh())
                    .isFalse();
        }

        @Test
        @DisplayName("Security rule 20: a token that was rotated away changes nothing any more")
        void with_a_token_that_was_rotated_away_may_only_read_and_only_for_a_moment() {
            String before = world.loggedIn();
            world.handle(FakeRequest.post("/api/reauthenticate")
                    .json("{\"password\":\"secret\"}")
                    .cookie(before));

            assertThat(member(world.admit(READ.cookie(before), Need.MEMBER)).standing())
                    .isEqualTo(Standing.PREDECESSOR);
            assertThatItIs(refused(world.admit(READ.cookie(before), Need.FRESH)), 403, "reauthentication_required");
            assertThatItIs(refused(world.admit(WRITE.cookie(before), Need.MEMBER)), 401, "not_authenticated");
            assertThat(reason(world.admit(WRITE.cookie(before), Need.ANYONE))).isEqualTo(Reason.UNKNOWN);
            world.after(Duration.ofSeconds(30));
            assertThatItIs(refused(world.admit(READ.cookie(before), Need.MEMBER)), 401, "not_authenticated");
        }
    }

    @Nested
    class Whoever_is_not {
        @Test
        void is_told_why_where_a_member_is_needed() {
            Response response = refused(world.admit(WRITE, Need.MEMBER));

            assertThatItIs(response, 401, "not_authenticated");
            assertThat(World.text(response)).contains("\"reason\":\"none\"").doesNotContain("\"login\"");
            assertThat(World.lines(response, "WWW-Authenticate")).containsExactly("Session realm=\"latchkey\"");
        }

        @ParameterizedTest
        @EnumSource(names = {"MEMBER", "FRESH"})
        void is_told_the_same_as_by_the_API(Need need) {
            Response ours = world.handle(FakeRequest.get("/api/data").cookie("latchkey=" + "A".repeat(45)));
            Response theirs = refused(world.admit(READ.cookie("latchkey=" + "A".repeat(45)), need));

            assertThat(theirs.body()).isEqualTo(ours.body());
            assertThat(World.allLines(theirs)).isEqualTo(World.allLines(ours));
        }

        @Test
        void is_let_in_where_anyone_may_come_and_the_reason_is_told() {
            assertThat(reason(world.admit(WRITE, Need.ANYONE))).isEqualTo(Reason.NONE);

            String cookie = world.loggedIn();
            world.handle(FakeRequest.post("/api/logout").cookie(cookie));
            assertThat(reason(world.admit(READ.cookie(cookie), Need.ANYONE))).isEqualTo(Reason.LOGGED_OUT);
            assertThat(reason(world.admit(READ.cookie("latchkey=a; latchkey=b"), Need.ANYONE)))
                    .isEqualTo(Reason.COOKIE_CONFLICT);
        }
    }

    @Nested
    class A_page_of_another_site {
        @ParameterizedTest(name = "{0} from {1} ({2}), need {3}")
        @CsvSource({
            "POST,   https://evil.example,   cross-site,  MEMBER",
            "POST,   https://evil.example,   cross-site,  ANYONE",
            "POST,   https://evil.example,   cross-site,  FRESH",
            "PUT,    http://localhost:6666,  same-site,   MEMBER",
            "DELETE, null,                   cross-site,  MEMBER",
            "PATCH,  https://localhost:5000, cross-site,  MEMBER",
            "GET,    https://evil.example,   cross-site,  MEMBER",
            "GET,    https://evil.example,   cross-site,  ANYONE",
            "HEAD,   https://evil.example,   cross-site,  MEMBER",
            "OPTIONS, https://evil.example,  cross-site,  MEMBER",
            "PURGE,  https://evil.example,   cross-site,  MEMBER"
        })
        void may_not_act_or_read_for_who_is_logged_in(String method, String origin, String site, Need need) {
            String cookie = world.loggedIn();
            world.questions.set(0);

            Response response = refused(
                    world.admit(from(origin, site, FakeRequest.of(method, NOTES).cookie(cookie)), need));

            assertThatItIs(response, 403, "origin_rejected");
            assertThat(World.allLines(response).stream().map(HeaderField::name))
                    .noneMatch(name -> name.startsWith("Access-Control-"));
            assertThat(world.questions).hasValue(0);
            assertThat(world.refusals).hasSize(1);
        }

        @Test
        void is_told_the_same_as_by_the_API() {
            Response ours = world.handle(byForeignPage(FakeRequest.post("/api/logout")));
            Response theirs = refused(world.admit(byForeignPage(WRITE), Need.MEMBER));

            assertThat(theirs.body()).isEqualTo(ours.body());
            assertThat(World.allLines(theirs)).isEqualTo(World.allLines(ours));
        }

        @Test
        @DisplayName("RFC 6455 §10.2: who opens a WebSocket is told by its Origin")
        void opens_no_web_socket() {
            FakeRequest open = READ.cookie(world.loggedIn())
                    .with(RequestHeader.UPGRADE, "websocket")
                    .with(RequestHeader.SEC_FETCH_MODE, "websocket")
                    .with(RequestHeader.SEC_FETCH_DEST, "websocket");

            assertThatItIs(refused(world.admit(byForeignPage(open), Need.MEMBER)), 403, "origin_rejected");
            assertThatItIs(
                    refused(world.admit(
                            READ.with(RequestHeader.UPGRADE, "websocket")
                                    .with(RequestHeader.ORIGIN, "http://localhost:6666"),
                            Need.MEMBER)),
                    403,
                    "origin_rejected");
            member(world.admit(from("http://localhost:5000", "same-origin", open), Need.MEMBER));
        }

        @ParameterizedTest(name = "as {0} by a {1} page, mode {2}: let in {3}")
        @CsvSource({
            "image,    same-origin, no-cors,  true",
            "iframe,   same-origin, navigate, true",
            "document, cross-site,  navigate, true",
            "document, none,        navigate, true",
            "image,    cross-site,  no-cors,  false",
            "image,    same-site,   no-cors,  false",
            "script,   cross-site,  no-cors,  false",
            "iframe,   cross-site,  navigate, false",
            "object,   same-site,   navigate, false",
            "empty,    cross-site,  no-cors,  false"
        })
        void embeds_nothing_but_may_link(String destination, String site, String mode, boolean isLetIn) {
            Access access = world.admit(
                    READ.cookie(world.loggedIn())
                            .with(RequestHeader.SEC_FETCH_DEST, destination)
                            .with(RequestHeader.SEC_FETCH_SITE, site)
                            .with(RequestHeader.SEC_FETCH_MODE, mode),
                    Need.MEMBER);

            assertThat(access instanceof Access.Member).isEqualTo(isLetIn);
            assertThat(access instanceof Access.Refused).isEqualTo(!isLetIn);
        }
    }

    @Nested
    class What_no_route_answers {
        @Test
        void is_asked_for_another_host_or_with_too_many_cookies() {
            assertThatItIs(
                    refused(world.admit(READ.with(RequestHeader.HOST, "attacker.example"), Need.ANYONE)),
                    421,
                    "misdirected_request");
            assertThatItIs(
                    refused(world.admit(READ.cookie("a=b; ".repeat(2000)), Need.ANYONE)), 431, "headers_too_large");
        }

        @Test
        void is_wrong_in_several_ways_and_told_the_first() {
            FakeRequest request = byForeignPage(WRITE).cookie("a=b; ".repeat(2000));

            assertThatItIs(refused(world.admit(request, Need.MEMBER)), 403, "origin_rejected");
            assertThatItIs(
                    refused(world.admit(request.with(RequestHeader.HOST, "attacker.example"), Need.MEMBER)),
                    421,
                    "misdirected_request");
            assertThat(world.questions).hasValue(0);
        }

        @Test
        void brings_a_wrong_token_or_none_where_one_is_required() {
            String cookie = world.loggedIn();
            assertThatItIs(
                    refused(world.admit(WRITE.cookie(cookie).with(RequestHeader.X_CSRF_TOKEN, "wrong"), Need.MEMBER)),
                    403,
                    "csrf_token_invalid");

            try (World strict = new World(SettingsText.policy("public-origin=http://localhost:5000; csrf=token"))) {
                assertThatItIs(refused(strict.admit(WRITE, Need.ANYONE)), 403, "csrf_token_invalid");
                assertThat(reason(strict.admit(READ, Need.ANYONE))).isEqualTo(Reason.NONE);
            }
        }

        @ParameterizedTest
        @EnumSource
        void is_asked_during_an_outage_and_nobody_is_logged_out(Need need) {
            String cookie = world.loggedIn();
            world.isStoreDown.set(true);

            Response response = refused(world.admit(WRITE.cookie(cookie), need));

            assertThatItIs(response, 503, "store_unavailable");
            assertThat(World.lines(response, "Retry-After")).containsExactly("2");
            assertThat(World.setCookies(response)).isEmpty();
            world.isStoreDown.set(false);
            member(world.admit(WRITE.cookie(cookie), need));
        }
    }

    @Nested
    class Where_pages_of_other_origins_are_trusted {
        private final World world = World.onHttps();
        private final String trusted = World.TRUSTED.toString();

        @AfterEach
        void close() {
            world.close();
        }

        private FakeRequest preflight(String origin) {
            return from(origin, "same-site", FakeRequest.of("OPTIONS", NOTES))
                    .with(RequestHeader.ACCESS_CONTROL_REQUEST_METHOD, "PUT");
        }

        @ParameterizedTest
        @EnumSource
        void their_preflight_is_answered_whatever_the_route_needs(Need need) {
            Response ours = world.handle(from(trusted, "same-site", FakeRequest.of("OPTIONS", "/api/data"))
                    .with(RequestHeader.ACCESS_CONTROL_REQUEST_METHOD, "PUT"));
            Response theirs = refused(world.admit(preflight(trusted), need));

            assertThat(theirs.status()).isEqualTo(204);
            assertThat(World.allLines(theirs)).isEqualTo(World.allLines(ours));
            assertThat(World.line(theirs, "Access-Control-Allow-Origin")).hasValue(trusted);
            assertThat(world.questions).hasValue(0);
        }

        @Test
        void the_preflight_of_any_other_page_is_refused() {
            Response response = refused(world.admit(preflight("https://evil.example"), Need.ANYONE));

            assertThat(response.status()).isEqualTo(403);
            assertThat(World.line(response, "Access-Control-Allow-Origin")).isEmpty();
            assertThat(world.refusals).singleElement().satisfies(refusal -> {
                assertThat(refusal.rule()).isEqualTo(CsrfRefusal.Rule.CORS);
                assertThat(refusal.detail())
                        .contains("https://evil.example is not in spa-origins")
                        .endsWith("add https://evil.example to spa-origins");
            });
        }

        @Test
        void they_may_act_and_read_the_answer_and_the_refusal() {
            String cookie = world.loggedIn();

            Access access = world.admit(from(trusted, "same-site", WRITE.cookie(cookie)), Need.MEMBER);
            Response refusal = refused(world.admit(from(trusted, "same-site", WRITE), Need.MEMBER));

            member(access);
            assertThat(values(access, "Access-Control-Allow-Origin")).containsExactly(trusted);
            assertThat(values(access, "Access-Control-Allow-Credentials")).containsExactly("true");
            assertThat(values(access, "Vary")).containsExactly("Cookie, Origin");
            assertThat(World.lines(refusal, "Access-Control-Allow-Origin")).containsExactly(trusted);
            assertThatItIs(refusal, 401, "not_authenticated");
        }
    }

    @Nested
    class A_remembered_browser_without_a_session {
        private String rememberCookie() {
            return "latchkey-remember="
                    + world.remembered().replaceAll("^.*latchkey-remember=", "").replaceAll(";.*$", "");
        }

        @Test
        void is_brought_back_and_the_answer_sets_its_cookies() {
            Access access = world.admit(READ.cookie(rememberCookie()), Need.MEMBER);

            assertThat(member(access).session().isRemembered()).isTrue();
            assertThat(setCookies(access)).hasSize(2).anyMatch(line -> line.startsWith("latchkey="));
        }

        @Test
        void keeps_its_login_when_it_is_refused_for_want_of_a_proof() {
            Response response = refused(world.admit(WRITE.cookie(rememberCookie()), Need.FRESH));

            assertThatItIs(response, 403, "reauthentication_required");
            assertThat(World.setCookies(response)).hasSize(2);
            member(world.admit(READ.cookie(World.cookies(response)), Need.MEMBER));
        }

        @Test
        void is_nobody_where_the_answer_cannot_set_cookies() {
            String cookie = rememberCookie();

            assertThat(reason(world.api
                            .guard()
                            .admit(READ.cookie(cookie), Terms.of(Need.ANYONE).withoutReturn())))
                    .isEqualTo(Reason.NONE);
            assertThatItIs(
                    refused(world.api
                            .guard()
                            .admit(READ.cookie(cookie), Terms.of(Need.MEMBER).withoutReturn())),
                    401,
                    "not_authenticated");
            assertThat(setCookies(world.admit(READ.cookie(cookie), Need.MEMBER)))
                    .hasSize(2);
        }
    }

    @Nested
    class A_peek {
        @Test
        void tells_who_it_is() {
            assertThat(member(world.peek(WRITE.cookie(world.loggedIn()))).user().username())
                    .isEqualTo("jane");
            assertThat(reason(world.peek(READ))).isEqualTo(Reason.NONE);
        }

        @Test
        void is_no_use() {
            String cookie = world.loggedIn();
            world.after(Duration.ofHours(11));
            member(world.peek(READ.cookie(cookie)));
            world.after(Duration.ofHours(1));

            assertThat(reason(world.peek(READ.cookie(cookie)))).isEqualTo(Reason.IDLE_EXPIRED);
        }

        @Test
        void brings_nobody_back_spends_no_token_and_sets_no_cookie() {
            String cookies = world.remembered();
            world.after(Duration.ofDays(1));
            int events = world.events.size();
            for (int i = 0; i < 3; i++) {
                Access access = world.peek(READ.cookie(cookies));

                assertThat(reason(access)).isEqualTo(Reason.IDLE_EXPIRED);
                assertThat(setCookies(access)).isEmpty();
                world.after(Duration.ofMinutes(5));
            }
            assertThat(world.events).hasSize(events);
            // A spent token that came again after its grace would be taken for a stolen one.
            assertThat(setCookies(world.admit(READ.cookie(cookies), Need.MEMBER)))
                    .hasSize(2);
        }

        @Test
        void is_heard_of_by_nobody() {
            world.peek(READ.cookie("latchkey=" + "A".repeat(45)));
            world.peek(byForeignPage(WRITE));

            assertThat(world.events).isEmpty();
            assertThat(world.refusals).isEmpty();
        }

        @Test
        void lets_no_foreign_page_pass_for_a_member_and_no_outage_for_a_stranger() {
            String cookie = world.loggedIn();
            assertThatItIs(refused(world.peek(byForeignPage(WRITE.cookie(cookie)))), 403, "origin_rejected");
            world.isStoreDown.set(true);

            assertThatItIs(refused(world.peek(READ.cookie(cookie))), 503, "store_unavailable");
        }
    }
}
