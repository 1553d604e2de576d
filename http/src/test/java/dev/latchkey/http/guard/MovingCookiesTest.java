package dev.latchkey.http.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.deployment.FormerCookies;
import dev.latchkey.http.deployment.SettingsText;
import dev.latchkey.http.exchange.FakeRequest;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.testing.Jar;
import dev.latchkey.http.testing.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MovingCookiesTest {
    private static final String HTTPS = "public-origin=https://localhost:5000; tls.certificate=c.pem";
    private static final String UNTIL = "; cookie.former-until=2026-02-01";
    private static final String TO_NEW = HTTPS + "; cookie.name=new; cookie.former=__Host-old" + UNTIL;

    private final List<World> worlds = new ArrayList<>();
    private final Jar jar = new Jar();

    @AfterEach
    void close() {
        worlds.forEach(World::close);
    }

    private World begin(String settings) {
        World world = new World(SettingsText.policy(settings));
        worlds.add(world);
        return world;
    }

    private World restart(World world, String settings) {
        World restarted = world.restartedAs(SettingsText.policy(settings));
        worlds.add(restarted);
        return restarted;
    }

    private Response get(World world, String path) {
        Response response = world.handle(FakeRequest.get(path).cookie(jar.sentTo(path)));
        jar.take(response);
        return response;
    }

    private void logIn(World world, boolean remember) {
        String body = remember ? World.JANES_LOGIN.replace("}", ",\"remember\":true}") : World.JANES_LOGIN;
        FakeRequest login = FakeRequest.post("/api/login").json(body);
        String sent = jar.sentTo("/api/login");
        jar.take(world.handle(sent.isEmpty() ? login : login.cookie(sent)));
    }

    private World movedFromOldToNew(boolean remember) {
        World before = begin(HTTPS + "; cookie.name=old");
        logIn(before, remember);
        return restart(before, TO_NEW);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "cookie.name=old                                | cookie.name=new                                | __Host-old",
                "cookie.prefix=none                             | cookie.prefix=auto                             | latchkey",
                "cookie.prefix=__Host-                          | cookie.prefix=__Host-Http-                     | __Host-latchkey",
                "cookie.prefix=__Host-Http-                     | cookie.prefix=__Host-                          | __Host-Http-latchkey",
                "cookie.prefix=__Host-                          | cookie.prefix=none                             | __Host-latchkey",
                "cookie.name=old; cookie.prefix=none            | cookie.prefix=__Host-Http-                     | old",
                "cookie.name=old                                | cookie.name=new                                | __Host-older __Host-old",
                "deployment=embedded; cookie.name=old           | deployment=same-domain; trusted-proxies=127.0.0.1 | __Host-old",
                "deployment=same-domain; trusted-proxies=127.0.0.1; cookie.name=old | cookie.name=new            | __Host-old",
                "deployment=cross-origin; spa-origins=https://localhost:8080; cookie.name=old | cookie.name=new  | __Host-old",
                "cookie.name=old | deployment=cross-origin; spa-origins=https://localhost:8080; cookie.name=new  | __Host-old",
                "cookie.same-site=auto; cookie.name=old         | cookie.same-site=strict; cookie.name=new       | __Host-old",
            })
    void whoever_is_logged_in_stays_so_with_one_cookie_of_each_kind(String from, String to, String former) {
        World before = begin(HTTPS + "; " + from);
        logIn(before, true);
        List<String> namesBefore = jar.names();
        World after = restart(before, HTTPS + "; " + to + "; cookie.former=" + former + UNTIL);

        assertThat(get(after, "/api/getsession").status()).isEqualTo(200);
        assertThat(get(after, "/api/data").status()).isEqualTo(200);

        String now = SettingsText.policy(HTTPS + "; " + to).sessionCookie().name();
        assertThat(jar.names()).containsExactly(now, now + "-device", now + "-remember");
        assertThat(jar.names()).doesNotContainAnyElementsOf(namesBefore);
        assertThat(after.sessions.list(World.JANE)).hasSize(1);
        assertThat(World.setCookies(get(after, "/api/data"))).isEmpty();
    }

    @Test
    void nor_does_http_that_becomes_https_end_a_login() {
        World before = begin("public-origin=http://localhost:5000");
        logIn(before, false);
        World after = restart(before, HTTPS + "; cookie.former=latchkey" + UNTIL);

        assertThat(get(after, "/api/data").status()).isEqualTo(200);
        assertThat(jar.names()).containsExactly("__Host-latchkey", "__Host-latchkey-device");
    }

    @Test
    void a_remembered_browser_comes_back_by_its_former_cookie() {
        World after = movedFromOldToNew(true);
        after.after(Duration.ofHours(13)); // nobody was there for longer than a session waits

        assertThat(World.text(get(after, "/api/getsession"))).contains("\"remembered\":true");
        assertThat(jar.names()).contains("__Host-new", "__Host-new-remember").noneMatch(name -> name.contains("old"));
    }

    @Test
    void a_login_replaces_what_is_left_and_ends_what_it_stood_for() {
        World after = movedFromOldToNew(true);

        logIn(after, false);

        assertThat(jar.names()).containsExactly("__Host-new", "__Host-new-device");
        assertThat(after.sessions.list(World.JANE)).hasSize(1);
    }

    @Test
    void a_logout_ends_and_removes_what_came_under_a_former_name() {
        World after = movedFromOldToNew(true);
        jar.take(after.handle(FakeRequest.post("/api/logout").cookie(jar.sentTo("/api/logout"))));

        assertThat(after.sessions.list(World.JANE)).isEmpty();
        assertThat(jar.names()).as("it opens nothing").containsExactly("__Host-new-device");
    }

    @Nested
    class What_is_stated {
        @Test
        void holds_until_just_before_the_time() {
            World after = movedFromOldToNew(false);
            after.now.set(Instant.parse("2026-01-01T23:59:59Z"));
            assertThat(get(after, "/api/data").status()).isEqualTo(200);
        }

        @Test
        void at_the_time_a_former_name_is_nobodys() {
            World before = begin(HTTPS + "; cookie.name=old");
            logIn(before, true);
            World after = restart(before, TO_NEW.replace("2026-02-01", "2026-01-01T13:00:00Z"));

            after.now.set(Instant.parse("2026-01-01T13:00:00Z"));
            assertThat(get(after, "/api/data").status()).isEqualTo(401);
            assertThat(World.text(get(after, "/api/getsession"))).contains("\"reason\":\"none\"");
        }

        @Test
        void is_of_that_name_alone() {
            World before = begin(HTTPS + "; cookie.name=other");
            logIn(before, true);
            World after = restart(before, TO_NEW);
            assertThat(get(after, "/api/data").status()).isEqualTo(401);
        }
    }

    @Nested
    class A_former_name_is_believed_no_more_than_that_of_today {
        private final World after = movedFromOldToNew(false);
        private final String old = jar.sentTo("/api/data");

        @Test
        void two_of_them_are_a_conflict_that_the_next_login_clears() {
            jar.take("__Host-old=" + "B".repeat(45) + "; Path=/; Secure; Partitioned");

            assertThat(World.text(get(after, "/api/getsession"))).contains("cookie_conflict");
            logIn(after, false);
            assertThat(jar.names()).containsExactly("__Host-new", "__Host-new-device");
        }

        @Test
        void two_names_at_once_are_one_too() {
            World both = restart(after, TO_NEW.replace("=__Host-old", "=__Host-old __Host-older"));
            jar.take("__Host-older=" + "B".repeat(45) + "; Path=/; Secure");
            assertThat(World.text(get(both, "/api/getsession"))).contains("cookie_conflict");
        }

        @Test
        void beside_one_of_today_it_counts_for_nothing() {
            String today = "__Host-new=" + "B".repeat(45);
            Response answer = after.handle(FakeRequest.get("/api/getsession").cookie(today + "; " + old));
            assertThat(World.text(answer)).contains("\"reason\":\"unknown\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "short", "../../etc/passwd", "$Version=1"})
        void what_cannot_be_ours_is_none(String value) {
            assertThat(World.text(
                            after.handle(FakeRequest.get("/api/getsession").cookie("__Host-old=" + value))))
                    .contains("\"login\":false");
        }

        @Test
        void another_spelling_is_another_name() {
            String value = old.replaceFirst("^[^=]+=", "").replaceFirst(";.*", "");
            assertThat(World.text(
                            after.handle(FakeRequest.get("/api/getsession").cookie("__host-old=" + value))))
                    .contains("\"reason\":\"none\"");
        }
    }

    @Test
    @DisplayName("where an answer's cookies get lost, a former one is read and stays")
    void what_does_not_reach_the_browser_is_not_sent() {
        World after = movedFromOldToNew(false);
        String old = jar.sentTo("/api/verify");

        Response verified = after.handle(FakeRequest.get("/api/verify").cookie(old));

        assertThat(verified.status()).isEqualTo(204);
        assertThat(World.setCookies(verified)).isEmpty();
        assertThat(after.peek(FakeRequest.get("/app").cookie(old))).isInstanceOf(Access.Member.class);
    }

    @Test
    void a_token_that_was_rotated_away_moves_nothing() {
        World before = begin(HTTPS + "; cookie.name=old");
        logIn(before, false);
        String late = jar.sentTo("/api/data");
        World after = restart(before, TO_NEW);
        get(after, "/api/data");
        jar.take(after.handle(FakeRequest.post("/api/reauthenticate")
                .cookie(jar.sentTo("/api/reauthenticate"))
                .json("{\"password\":\"secret\"}")));

        Response slow = after.handle(FakeRequest.get("/api/getsession").cookie(late));

        assertThat(World.setCookies(slow)).isEmpty();
    }

    @Nested
    class Removing {
        @Test
        void reaches_every_scope_that_this_origin_can() {
            DeploymentPolicy policy = SettingsText.policy("public-origin=https://app.shop.com; tls.certificate=c.pem;"
                    + " cookie.former=latchkey@/app" + UNTIL);
            FormerCookies former = policy.cookies().former();
            assertThat(former.domains()).containsExactly("app.shop.com", "shop.com");

            List<String> lines = former.clear(former.names().getFirst(), "", policy.sessionCookie(), "/api").stream()
                    .map(line ->
                            line.value().replaceAll("; (Max-Age=0|Expires=[^;]+|HttpOnly|SameSite=Lax|Secure)", ""))
                    .toList();

            assertThat(lines)
                    .containsExactly(
                            "latchkey=; Path=/",
                            "latchkey=; Path=/; Partitioned",
                            "latchkey=; Path=/api",
                            "latchkey=; Path=/api/",
                            "latchkey=; Path=/app",
                            "latchkey=; Path=/; Domain=app.shop.com",
                            "latchkey=; Path=/app; Domain=app.shop.com",
                            "latchkey=; Path=/; Domain=shop.com",
                            "latchkey=; Path=/app; Domain=shop.com");
        }

        @ParameterizedTest
        @CsvSource({
            "http://localhost:5000, ''",
            "http://127.0.0.1:5000, ''",
            "https://a.github.io, a.github.io",
            "https://shop.co.uk, shop.co.uk"
        })
        void never_of_a_public_suffix_or_an_address(String origin, String domains) {
            String tls = origin.startsWith("https") ? "; tls.certificate=c.pem" : "";
            assertThat(String.join(
                            " ",
                            SettingsText.policy("public-origin=" + origin + tls + "; cookie.former=old" + UNTIL)
                                    .cookies()
                                    .former()
                                    .domains()))
                    .isEqualTo(domains);
        }
    }
}
