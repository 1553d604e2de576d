package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LoginSetting;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.http.setting.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What must hold when many requests come at once, asked of a running server over sockets. */
class LoginsLifeTest {
    private static final String FIREFOX =
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String CHROME =
            "User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/140.0.0.0 Safari/537.36";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private RunningServerFixture server = start(Map.of());

    private RunningServerFixture start(Map<Setting<?>, String> settings) {
        return new RunningServerFixture(settings, now::get);
    }

    private void restartWith(Map<Setting<?>, String> settings) {
        server.close();
        server = start(settings);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void after(Duration time) {
        now.set(now.get().plus(time));
    }

    private Wire.Answer get(String path, String... headers) {
        return server.wire.get(path, headers);
    }

    /** What a browser would send next: the cookies that an answer sets. */
    private static String cookies(Wire.Answer answer) {
        return "Cookie: "
                + answer.all("Set-Cookie").stream()
                        .filter(line -> !line.contains("Max-Age=0"))
                        .map(line -> line.substring(0, line.indexOf(';')))
                        .collect(Collectors.joining("; "));
    }

    private Wire.Answer rememberedLogin() {
        return server.wire.post("/api/login", server.rememberBody(), FIREFOX);
    }

    private static String rememberCookie(Wire.Answer answer) {
        return "Cookie: latchkey-remember=" + answer.cookie("latchkey-remember").orElseThrow();
    }

    private String wrongBody() {
        return "{\"username\":\"jane\",\"password\":\"a wrong guess\"}";
    }

    private long events(AuditKind kind) {
        return server.auditLines().stream()
                .filter(entry -> entry.kind() == kind)
                .mapToLong(entry -> kind == AuditKind.LOGIN_REFUSED ? entry.count() : 1)
                .sum();
    }

    @Nested
    class When_fifty_tabs_come_back_at_once {
        @Test
        @DisplayName("Security rule 74: with one spent session and one remember-me cookie all get in, by one rotation")
        void all_get_in_by_one_rotation_and_nobody_is_taken_for_a_thief() {
            Wire.Answer login = rememberedLogin();
            String browser = cookies(login);
            after(Duration.ofDays(2));

            List<Wire.Answer> answers = Contenders.all(50, i -> get("/api/data", browser, FIREFOX));

            assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
            assertThat(answers.stream().map(LoginsLifeTest::cookies).distinct()).hasSize(1);
            assertThat(events(AuditKind.REMEMBERED)).isOne();
            assertThat(events(AuditKind.REMEMBER_ME_STOLEN)).isZero();
            assertThat(get("/api/data", cookies(answers.getFirst()), FIREFOX).status())
                    .isEqualTo(200);
        }
    }

    @Nested
    @DisplayName("Security rule 73: when a remember-me cookie was copied")
    class When_a_remember_me_cookie_was_copied {
        @Test
        void and_the_thief_comes_first_both_are_out_once_the_owner_comes() {
            String stolen = rememberCookie(rememberedLogin());
            Wire.Answer thief = get("/api/getsession", stolen, FIREFOX);
            assertThat(thief.body()).startsWith("{\"login\":true");
            assertThat(get("/api/data", cookies(thief), FIREFOX).status()).isEqualTo(200);
            after(Duration.ofSeconds(61));

            Wire.Answer owner = get("/api/data", stolen, FIREFOX);

            assertThat(owner.status()).isEqualTo(401);
            assertThat(owner.body()).contains("\"code\":\"session_stolen\"", "\"reason\":\"stolen\"");
            assertThat(get("/api/data", cookies(thief), FIREFOX).body()).contains("\"reason\":\"stolen\"");
            assertThat(events(AuditKind.REMEMBER_ME_STOLEN)).isOne();
        }

        @Test
        void and_the_owner_comes_first_both_are_out_once_the_thief_comes() {
            String stolen = rememberCookie(rememberedLogin());
            Wire.Answer owner = get("/", stolen, FIREFOX);
            assertThat(owner.body()).contains("{\"login\":true");
            assertThat(get("/api/data", cookies(owner), FIREFOX).status()).isEqualTo(200);
            after(Duration.ofSeconds(61));

            Wire.Answer thief = get("/api/getsession", stolen, FIREFOX);

            assertThat(thief.body()).isEqualTo("{\"login\":false,\"reason\":\"stolen\"}");
            assertThat(get("/api/data", cookies(owner), FIREFOX).body()).contains("\"reason\":\"stolen\"");
            assertThat(events(AuditKind.REMEMBER_ME_STOLEN)).isOne();
        }

        @Test
        void and_the_answer_to_its_owner_got_lost_nobody_is_taken_for_a_thief() {
            String cookie = rememberCookie(rememberedLogin());
            after(Duration.ofHours(13));
            Wire.Answer lost = get("/api/getsession", cookie, FIREFOX);
            after(Duration.ofMinutes(5));

            assertThat(cookies(get("/api/getsession", cookie, FIREFOX))).isEqualTo(cookies(lost));
            assertThat(events(AuditKind.REMEMBER_ME_STOLEN)).isZero();
        }

        @Test
        void and_is_used_in_another_kind_of_browser_it_opens_nothing_and_the_owner_stays() {
            String stolen = rememberCookie(rememberedLogin());

            assertThat(get("/api/getsession", stolen, CHROME).body())
                    .isEqualTo("{\"login\":false,\"reason\":\"protected\"}");
            assertThat(get("/api/getsession", stolen, FIREFOX).body()).startsWith("{\"login\":true");
        }
    }

    @Nested
    class When_passwords_are_guessed {
        @Test
        @DisplayName("ASVS 6.3.1: of 200 guesses at once with a budget of 5, 5 are looked at")
        void of_200_guesses_at_once_5_are_looked_at() {
            restartWith(Map.of(LoginSetting.THROTTLE_ADDRESS, "100000"));

            List<Wire.Answer> answers = Contenders.all(200, i -> server.wire.post("/api/login", wrongBody()));

            Map<Integer, Long> byStatus =
                    answers.stream().collect(Collectors.groupingBy(Wire.Answer::status, Collectors.counting()));
            assertThat(byStatus).isEqualTo(Map.of(401, 5L, 429, 195L));
            assertThat(answers.stream().filter(answer -> answer.status() == 429))
                    .allSatisfy(
                            answer -> assertThat(answer.header("Retry-After")).isEqualTo("1"));
            assertThat(events(AuditKind.LOGIN_REFUSED)).isEqualTo(5);
        }

        @Test
        @DisplayName("ASVS 6.1.1: 10,000 failures on one account do not keep its owner out of a known browser")
        void ten_thousand_failures_do_not_keep_the_owner_out_of_a_known_browser() {
            restartWith(Map.of(LoginSetting.THROTTLE_ADDRESS, "1000000"));
            String device = "Cookie: latchkey-device="
                    + server.wire
                            .post("/api/login", server.loginBody())
                            .cookie("latchkey-device")
                            .orElseThrow();

            Contenders.each(8, 1250, i -> server.wire.post("/api/login", wrongBody()));

            assertThat(server.wire.post("/api/login", server.loginBody()).status())
                    .isEqualTo(429);
            assertThat(server.wire
                            .post("/api/login", server.loginBody(), device)
                            .status())
                    .isEqualTo(200);
        }

        @Test
        @DisplayName("ASVS 6.3.8: unknown, wrong and disabled: the same bytes and headers, throttled ones too")
        void unknown_wrong_and_disabled_are_one_answer() {
            restartWith(Map.of(LoginSetting.THROTTLE_ACCOUNT, "1"));
            server.users().addWithGeneratedPassword("mallory", "Mallory");
            server.users().setDisabled(server.found("mallory"), true);

            List<Wire.Answer> refused = IntStream.range(0, 3)
                    .mapToObj(i -> server.wire.post("/api/login", loginAs(i)))
                    .toList();
            List<Wire.Answer> throttled = IntStream.range(0, 3)
                    .mapToObj(i -> server.wire.post("/api/login", loginAs(i)))
                    .toList();

            assertThat(refused).extracting(Wire.Answer::status).containsOnly(401);
            assertThat(throttled).extracting(Wire.Answer::status).containsOnly(429);
            assertThat(refused.stream().map(LoginsLifeTest::withoutDate).distinct())
                    .hasSize(1);
            assertThat(throttled.stream().map(LoginsLifeTest::withoutDate).distinct())
                    .hasSize(1);
        }

        private static String loginAs(int i) {
            String username = List.of("jane", "nobody", "mallory").get(i);
            return "{\"username\":\"" + username + "\",\"password\":\"a wrong guess\"}";
        }
    }

    private static String withoutDate(Wire.Answer answer) {
        return answer.headers().stream()
                        .filter(line -> !line.startsWith("Date:"))
                        .toList()
                + answer.body();
    }

    @Nested
    class When_a_logout_races {
        @Test
        @DisplayName("Security rule 13: no late request brings a session back, however many are under way")
        void no_late_request_brings_the_session_back() {
            String browser = cookies(rememberedLogin());
            after(Duration.ofMinutes(2));

            List<Wire.Answer> answers = Contenders.all(
                    51,
                    i -> i == 25
                            ? server.wire.send("POST", "/api/logout", new byte[0], browser, FIREFOX)
                            : get("/api/data", browser, FIREFOX));

            assertThat(answers.get(25).status()).isEqualTo(200);
            assertThat(answers).extracting(Wire.Answer::status).isSubsetOf(200, 401);
            assertThat(get("/api/data", browser, FIREFOX).body()).contains("\"reason\":\"logged_out\"");
            // What was noted while the logout ran is written now: it must not bring the row back.
            server.restart();
            assertThat(get("/api/data", browser, FIREFOX).body()).contains("\"reason\":\"logged_out\"");
        }
    }

    @Nested
    class When_somebody_logs_in_many_times_at_once {
        @Test
        @DisplayName("ASVS 7.1.2: there are never more sessions than the maximum")
        void there_are_never_more_sessions_than_the_maximum() {
            // One name has an eighth of the queue.
            restartWith(Map.of(
                    LoginSetting.SESSION_MAX_PER_USER, "3",
                    LoginSetting.THROTTLE, "off",
                    LoginSetting.HASHING_QUEUE, "512",
                    LoginSetting.HASHING_DEADLINE, "60s"));

            List<Wire.Answer> logins = Contenders.all(50, i -> server.wire.post("/api/login", server.loginBody()));

            assertThat(logins).extracting(Wire.Answer::status).containsOnly(200);
            List<Wire.Answer> after = logins.stream()
                    .map(login -> get(
                            "/api/data",
                            "Cookie: latchkey=" + login.cookie("latchkey").orElseThrow()))
                    .toList();
            assertThat(after.stream().filter(answer -> answer.status() == 200)).hasSize(3);
            assertThat(after.stream().filter(answer -> answer.status() == 401))
                    .allSatisfy(answer -> assertThat(answer.body()).contains("\"reason\":\"replaced\""));
        }
    }

    @Nested
    class Over_a_login_of_an_ordinary_person {
        @Test
        void the_page_of_a_remembered_browser_is_rendered_logged_in() {
            Wire.Answer page = get("/user", rememberCookie(rememberedLogin()), FIREFOX);

            assertThat(page.body()).contains("{\"login\":true,", "\"remembered\":true");
            assertThat(get("/api/data", cookies(page), FIREFOX).status()).isEqualTo(200);
        }

        @Test
        void a_proven_password_a_new_one_and_the_list_of_sessions_work_together() {
            String browser = cookies(rememberedLogin());
            server.wire.post("/api/login", server.loginBody(), CHROME);
            after(Duration.ofMinutes(6));

            assertThat(get("/api/sessions", browser, FIREFOX).body())
                    .contains("\"device\":\"Firefox on Linux\"", "\"device\":\"Chrome on Windows\"")
                    .contains("\"network\":\"127.0.0.0/24\"", "\"current\":true");
            assertThat(server.wire
                            .send("DELETE", "/api/sessions", null, browser, FIREFOX)
                            .status())
                    .isEqualTo(403);
            Wire.Answer proven = server.wire.post(
                    "/api/reauthenticate", "{\"password\":\"" + server.user.password() + "\"}", browser, FIREFOX);
            assertThat(proven.status()).isEqualTo(200);
            String fresh = cookies(proven);
            assertThat(server.wire
                            .send("DELETE", "/api/sessions", null, fresh, FIREFOX)
                            .body())
                    .isEqualTo("{\"ended\":1}");
            Wire.Answer changed = server.wire.post(
                    "/api/password",
                    "{\"current\":\"" + server.user.password() + "\",\"new\":\"a rather long new password\"}",
                    fresh,
                    FIREFOX);
            assertThat(changed.status()).isEqualTo(200);
            assertThat(server.wire.post("/api/login", server.loginBody()).status())
                    .isEqualTo(401);
            assertThat(get("/api/data", cookies(changed), FIREFOX).status()).isEqualTo(200);
        }

        @Test
        void a_user_who_is_deleted_is_out_everywhere_and_does_not_come_back() {
            String browser = cookies(rememberedLogin());
            server.users().delete(server.found("jane"));

            assertThat(get("/api/data", browser, FIREFOX).body()).contains("\"reason\":\"revoked\"");
            assertThat(get("/api/getsession", rememberCookieOf(browser), FIREFOX)
                            .body())
                    .startsWith("{\"login\":false");
        }

        private static String rememberCookieOf(String browser) {
            return "Cookie: " + browser.replaceAll(".*(latchkey-remember=[^;]*).*", "$1");
        }

        @Test
        void what_the_page_asks_by_itself_keeps_nobody_logged_in() {
            String browser = "Cookie: latchkey="
                    + server.wire
                            .post("/api/login", server.loginBody(), FIREFOX)
                            .cookie("latchkey")
                            .orElseThrow();
            after(Duration.ofHours(11));

            Wire.Answer poll = get("/api/data", browser, FIREFOX, "Latchkey-Passive: 1");
            assertThat(poll.status()).isEqualTo(200);
            assertThat(poll.header("Latchkey-Expires-In")).isEqualTo("3600");

            after(Duration.ofHours(1));
            assertThat(get("/api/data", browser, FIREFOX, "Latchkey-Passive: 1").body())
                    .contains("\"code\":\"session_expired\"", "\"reason\":\"idle_expired\"");
        }

        @Test
        void registering_is_off_unless_it_is_opened() {
            String body = "{\"username\":\"newcomer\",\"password\":\"correct horse battery\",\"name\":\"New\"}";
            assertThat(server.wire.post("/api/register", body).status()).isEqualTo(404);

            restartWith(Map.of(LoginSetting.REGISTRATION, "open"));
            assertThat(server.wire.post("/api/register", body).status()).isEqualTo(201);
            assertThat(server.wire
                            .post("/api/login", "{\"username\":\"newcomer\",\"password\":\"correct horse battery\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(events(AuditKind.REGISTERED)).isOne();
        }
    }
}
