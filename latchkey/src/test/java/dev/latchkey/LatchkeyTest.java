package dev.latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.core.LoginRules;
import dev.latchkey.core.Stores;
import dev.latchkey.core.account.User;
import dev.latchkey.core.audit.AuditKind;
import dev.latchkey.core.audit.AuditQuery;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.protection.ProtectionMode;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Grammars;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LatchkeyTest {
    static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    static final PrincipalId JANE = new PrincipalId("u-jane");

    private final Stores stores = Stores.memory();
    private final List<AuthEvent> heard = Collections.synchronizedList(new ArrayList<>());

    private Latchkey.Builder builder() {
        return Latchkey.builder()
                .publicOrigin("http://localhost:8080")
                .stores(stores)
                .hasher(new PlainHasher())
                .clock(() -> T0)
                .listener(heard::add);
    }

    private void addJane() {
        stores.users()
                .insert(new User(
                        JANE,
                        Username.parse("jane").orElseThrow(),
                        "Jane",
                        new PlainHasher().hash(Password.parse("secret").orElseThrow()),
                        false));
    }

    static TestRequest login() {
        return TestRequest.of("POST", "/api/login").json("{\"username\":\"jane\",\"password\":\"secret\"}");
    }

    static String cookies(Response response) {
        return cookies(response.headers());
    }

    static String cookies(List<HeaderField> lines) {
        return lines.stream()
                .filter(line -> line.name().equals("Set-Cookie"))
                .map(HeaderField::value)
                .filter(line -> !line.contains("Max-Age=0"))
                .map(line -> line.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    static String text(Response response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void a_login_and_who_is_there_are_answered() {
        addJane();
        try (Latchkey latchkey = builder().build()) {
            Response loggedIn = latchkey.answer(login()).orElseThrow();
            Response there = latchkey.answer(
                            TestRequest.of("GET", "/api/getsession").with(RequestHeader.COOKIE, cookies(loggedIn)))
                    .orElseThrow();

            assertThat(loggedIn.status()).isEqualTo(200);
            assertThat(text(there)).contains("\"login\":true").contains("u-jane");
            assertThat(heard).hasAtLeastOneElementOfType(AuthEvent.LoggedIn.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/notes", "/apix", "/API/login", "/%61pi/login", "//api/login"})
    void another_path_is_the_applications(String path) {
        try (Latchkey latchkey = builder().build()) {
            assertThat(latchkey.answer(TestRequest.of("GET", path))).isEmpty();
        }
    }

    @Test
    void whoever_keeps_something_open_in_a_session_is_told_of_its_end() throws InterruptedException {
        addJane();
        try (Latchkey latchkey = builder().build()) {
            String cookies = cookies(latchkey.answer(login()).orElseThrow());
            TestRequest stream = TestRequest.of("GET", "/stream").with(RequestHeader.COOKIE, cookies);
            Access.Member member = (Access.Member) latchkey.admit(stream, Need.MEMBER);
            BlockingQueue<Reason> told = new LinkedBlockingQueue<>();
            latchkey.whenOver(member, reason -> {
                throw new IllegalStateException("broken on purpose");
            });
            latchkey.whenOver(member, told::add);

            latchkey.logOut(stream);

            assertThat(told.poll(1, TimeUnit.MINUTES)).isEqualTo(Reason.LOGGED_OUT);
        }
    }

    @Test
    void a_listener_that_throws_breaks_no_login() {
        addJane();
        try (Latchkey latchkey = builder()
                .listener(event -> {
                    throw new NoClassDefFoundError("dev/example/Gone");
                })
                .build()) {
            assertThat(latchkey.answer(login()).orElseThrow().status()).isEqualTo(200);
        }
    }

    @Test
    void what_was_heard_is_in_the_audit_log_when_it_is_closed() {
        addJane();
        Latchkey latchkey = builder().build();
        latchkey.answer(login());

        latchkey.close();

        assertThat(stores.audit().find(AuditQuery.latest(10)))
                .extracting(line -> line.kind())
                .containsExactly(AuditKind.LOGGED_IN);
    }

    @Nested
    class A_person_whom_the_application_proved_itself {
        private static final ProofMethod PASSKEY = new ProofMethod("hwk");

        @Test
        void is_logged_in_as_by_the_API() {
            addJane();
            try (Latchkey latchkey = builder().build()) {
                LoginResult result = latchkey.logIn(TestRequest.of("POST", "/callback"), JANE, PASSKEY, true);

                assertThat(result).isInstanceOfSatisfying(LoginResult.LoggedIn.class, loggedIn -> {
                    assertThat(loggedIn.session().proofs()).containsExactly(new Proof(PASSKEY, T0));
                    TestRequest next =
                            TestRequest.of("GET", "/notes").with(RequestHeader.COOKIE, cookies(loggedIn.headers()));
                    assertThat(latchkey.admit(next, Need.FRESH)).isInstanceOf(Access.Member.class);
                    assertThat(cookies(loggedIn.headers())).contains("latchkey=", "latchkey-remember=");
                });
                assertThat(heard).hasAtLeastOneElementOfType(AuthEvent.LoggedIn.class);
            }
        }

        @Test
        void holds_one_login_as_after_any_other() {
            addJane();
            try (Latchkey latchkey = builder().build()) {
                String before = cookies(latchkey.answer(login()).orElseThrow());

                latchkey.logIn(
                        TestRequest.of("POST", "/callback").with(RequestHeader.COOKIE, before), JANE, PASSKEY, false);

                assertThat(latchkey.peek(TestRequest.of("GET", "/notes").with(RequestHeader.COOKIE, before)))
                        .isInstanceOfSatisfying(
                                Access.Stranger.class,
                                stranger -> assertThat(stranger.reason()).isEqualTo(Reason.LOGGED_OUT));
                assertThat(stores.sessions().list(JANE)).hasSize(1);
            }
        }

        @Test
        void is_a_member_for_the_rest_of_that_request() {
            addJane();
            try (Latchkey latchkey = builder().build()) {
                assertThat(latchkey.logIn(TestRequest.of("POST", "/callback"), JANE, PASSKEY, false))
                        .isInstanceOfSatisfying(LoginResult.LoggedIn.class, loggedIn -> {
                            assertThat(loggedIn.member().user().id()).isEqualTo(JANE);
                            assertThat(loggedIn.member().isFresh()).isTrue();
                            assertThat(latchkey.guard().demand(loggedIn.member(), Need.FRESH))
                                    .isEmpty();
                        });
            }
        }

        @Test
        void is_refused_when_nobody_has_that_id() {
            try (Latchkey latchkey = builder().build()) {
                assertThat(latchkey.logIn(TestRequest.of("POST", "/callback"), JANE, PASSKEY, false))
                        .isEqualTo(new LoginResult.Refused());
            }
        }
    }

    @Nested
    class A_route_of_the_application {
        private TestRequest notes(Latchkey latchkey) {
            return TestRequest.of("POST", "/notes")
                    .with(RequestHeader.ORIGIN, "http://localhost:8080")
                    .with(RequestHeader.COOKIE, cookies(latchkey.answer(login()).orElseThrow()));
        }

        @Test
        void lets_members_in_and_no_page_of_another_site_in_their_name() {
            addJane();
            try (Latchkey latchkey = builder().build()) {
                TestRequest notes = notes(latchkey);

                assertThat(latchkey.admit(notes, Need.FRESH))
                        .isInstanceOfSatisfying(
                                Access.Member.class,
                                member -> assertThat(member.user().id()).isEqualTo(JANE));
                assertThat(latchkey.peek(notes)).isInstanceOf(Access.Member.class);
                assertThat(latchkey.admit(notes.with(RequestHeader.ORIGIN, "https://evil.example"), Need.ANYONE))
                        .isInstanceOfSatisfying(
                                Access.Refused.class,
                                refused ->
                                        assertThat(refused.response().status()).isEqualTo(403));
            }
        }

        @Test
        void may_log_out() {
            addJane();
            try (Latchkey latchkey = builder().build()) {
                TestRequest notes = notes(latchkey);

                List<HeaderField> lines = latchkey.logOut(notes);

                assertThat(lines).extracting(HeaderField::value).allMatch(line -> line.contains("Max-Age=0"));
                assertThat(latchkey.installation().sessions().list(JANE)).isEmpty();
                assertThat(latchkey.admit(notes, Need.MEMBER)).isInstanceOf(Access.Refused.class);
            }
        }
    }

    @Test
    void the_routes_may_lie_elsewhere() {
        addJane();
        try (Latchkey latchkey = builder().basePath("/auth/v1").build()) {
            TestRequest there =
                    TestRequest.of("POST", "/auth/v1/login").json("{\"username\":\"jane\",\"password\":\"secret\"}");

            assertThat(latchkey.answer(there).orElseThrow().status()).isEqualTo(200);
            assertThat(latchkey.answer(login())).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "api", "/api/", "/a b", "//api"})
    void what_is_no_path_is_refused(String path) {
        assertThatThrownBy(builder().basePath(path)::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base path");
    }

    @Test
    void a_route_may_ask_for_more_than_it_said_at_the_door() {
        addJane();
        AtomicReference<Instant> now = new AtomicReference<>(T0);
        try (Latchkey latchkey = builder().clock(now::get).build()) {
            TestRequest notes = TestRequest.of("GET", "/notes");
            Access stranger = latchkey.admit(notes, Need.ANYONE);
            assertThat(latchkey.guard().demand(stranger, Need.ANYONE)).isEmpty();
            assertThat(text(latchkey.guard().demand(stranger, Need.MEMBER).orElseThrow()))
                    .contains("not_authenticated");

            TestRequest janes = notes.with(
                    RequestHeader.COOKIE, cookies(latchkey.answer(login()).orElseThrow()));
            assertThat(latchkey.guard().demand(latchkey.admit(janes, Need.ANYONE), Need.FRESH))
                    .isEmpty();
            now.set(T0.plus(Duration.ofMinutes(6)));
            Access stale = latchkey.admit(janes, Need.ANYONE);
            assertThat(latchkey.guard().demand(stale, Need.MEMBER)).isEmpty();
            assertThat(text(latchkey.guard().demand(stale, Need.FRESH).orElseThrow()))
                    .contains("reauthentication_required");
        }
        assertThat(heard).hasAtLeastOneElementOfType(AuthEvent.Unauthorized.class);
    }

    @Nested
    class Settings_that_are_refused {
        @Test
        void are_an_exception_with_every_finding_and_its_cure() {
            Latchkey.Builder builder =
                    builder().deployment("same-domain").setting(DeploymentSetting.SPA_ORIGINS, "https://app.example");

            RefusedSettingsException refused = catchThrowableOfType(RefusedSettingsException.class, builder::build);

            assertThat(refused.findings()).extracting(Finding::what).contains("spa-origins", "trusted-proxies");
            assertThat(refused.findings())
                    .allSatisfy(finding -> assertThat(refused)
                            .hasMessageContaining(finding.cure().text()));
        }

        @Test
        void are_all_told_at_once_and_each_cure_can_be_written() {
            Latchkey.Builder builder = builder()
                    .set(LoginSetting.SESSION_IDLE_TIMEOUT, Duration.ofSeconds(1))
                    .set(LoginSetting.REMEMBER_DURATION, Duration.ofDays(401))
                    .set(LoginSetting.THROTTLE_ACCOUNT, 0)
                    .set(LoginSetting.HASHING_QUEUE, -1)
                    .set(LoginSetting.HASHING_DEADLINE, Duration.ofNanos(1))
                    .setting(LoginSetting.REMEMBER, "perhaps")
                    .set(DeploymentSetting.COOKIE_NAME, "a b");

            RefusedSettingsException refused = catchThrowableOfType(RefusedSettingsException.class, builder::build);

            assertThat(refused.findings())
                    .extracting(Finding::what)
                    .containsExactlyInAnyOrder(
                            "session.idle-timeout",
                            "remember.duration",
                            "throttle.account",
                            "hashing.queue",
                            "hashing.deadline",
                            "remember",
                            "cookie.name");
            refused.findings().forEach(finding -> finding.cure().changes().forEach(builder::setting));
            builder.build().close();
        }

        @Test
        void are_those_that_say_the_same_twice() {
            assertThatThrownBy(builder().rules(LoginRules.DEFAULT).set(LoginSetting.REGISTRATION, "open")::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("registration");
        }

        @Test
        void are_those_of_somebody_else() {
            Setting<Integer> port = SettingCatalogue.builder()
                    .group("Elsewhere", "elsewhere.md")
                    .add("port", Grammars.port(), 1, "of something else");

            assertThatThrownBy(() -> builder().set(port, 2)).isInstanceOf(IllegalArgumentException.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "localhost:8080", "http://localhost:8080/app", "ftp://localhost"})
        void such_as_an_origin_that_is_none_start_nothing(String origin) {
            assertThatThrownBy(builder().publicOrigin(origin)::build)
                    .isInstanceOf(RefusedSettingsException.class)
                    .hasMessageContaining("public-origin");
        }

        @Test
        void name_what_is_required_and_missing() {
            assertThatThrownBy(Latchkey.builder().publicOrigin("http://localhost:8080")::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stores");
            assertThatThrownBy(Latchkey.builder().stores(stores)::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("hasher");
        }

        @Test
        void do_not_let_two_customers_of_one_hoster_count_as_one_site() {
            assertThatThrownBy(builder()
                            .deployment("cross-origin")
                            .setting(DeploymentSetting.SPA_ORIGINS, "http://localhost:5173")::build)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("publicSuffixes");
        }
    }

    @Nested
    class Settings_of_a_logins_life {
        @Test
        void are_what_core_does_unless_told_otherwise() {
            try (Latchkey latchkey = builder().build()) {
                assertThat(latchkey.installation().rules()).isEqualTo(LoginRules.DEFAULT);
            }
        }

        @Test
        void are_values_or_the_texts_of_a_configuration_file() {
            try (Latchkey latchkey = builder()
                    .set(LoginSetting.SESSION_IDLE_TIMEOUT, Duration.ofMinutes(30))
                    .setting(LoginSetting.SESSION_ABSOLUTE_TIMEOUT, "8h")
                    .set(LoginSetting.REMEMBER, false)
                    .set(LoginSetting.PROTECTION_NETWORK, ProtectionMode.STRONG)
                    .set(LoginSetting.HASHING_PERMITS, 3)
                    .build()) {
                LoginRules rules = latchkey.installation().rules();
                assertThat(rules.sessions()).isEqualTo(new SessionPolicy(Duration.ofMinutes(30), Duration.ofHours(8)));
                assertThat(rules.remember()).isEmpty();
                assertThat(rules.protection().network()).isEqualTo(ProtectionMode.STRONG);
                assertThat(latchkey.installation().hashing().permits()).isEqualTo(3);
            }
        }
    }

    @Test
    void what_works_at_a_price_is_told_with_its_cure() {
        try (Latchkey latchkey = builder()
                .publicOrigin("http://app.example:8080")
                .setting(DeploymentSetting.INSECURE_HTTP, "true")
                .build()) {
            assertThat(latchkey.warnings()).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.level()).isEqualTo(Finding.Level.WARNING);
                assertThat(finding.cure().text()).isNotBlank();
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0 | Firefox | Linux",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0 | Edge | Windows",
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 | Chrome | Android",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1 | Safari | iOS",
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15 | Safari | macOS",
                "curl/8.0 | '' | ''",
                "'' | '' | ''"
            })
    void browsers_are_told_apart_by_their_own_words(String userAgent, String family, String platform) {
        assertThat(new PlainUserAgents().read(userAgent))
                .isEqualTo(new dev.latchkey.core.browser.Client.Kind(family, platform));
    }
}
