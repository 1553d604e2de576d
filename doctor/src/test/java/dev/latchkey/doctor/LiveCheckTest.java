package dev.latchkey.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.latchkey.Latchkey;
import dev.latchkey.core.Stores;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.engine.Engine;
import dev.latchkey.guava.PublicSuffixList;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.diagnosis.Cause;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The doctor goes the way of a browser to a real server, through what stands between")
class LiveCheckTest {
    private static final String PAGE = "http://localhost:18080";

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    @AfterEach
    void stop() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }

    private Origin start(Map<Setting<?>, String> given) {
        Map<Setting<?>, String> flags = new HashMap<>(given);
        flags.put(ServerSetting.PORT, "0");
        Settings settings = ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings();
        Latchkey latchkey = Latchkey.builder()
                .policy(settings.deployment())
                .rules(settings.rules())
                .stores(Stores.memory())
                .hasher(new NobodysHasher())
                .build();
        running.push(latchkey);
        Engine engine = Engine.builder(
                        request -> latchkey.answer(request)
                                .orElseGet(() -> latchkey.api()
                                        .answers()
                                        .refuse(Problem.of(ErrorCode.NOT_FOUND, "there is no page here"))),
                        latchkey.api().answers(),
                        Clock.systemUTC())
                .start(settings.listen(), settings.port());
        running.push(engine);
        return Origin.parse("http://localhost:" + engine.port()).orElseThrow();
    }

    /** Nobody logs in here. */
    private static final class NobodysHasher implements PasswordHasher {
        @Override
        public PasswordHash hash(Password password) {
            throw new AssertionError("the doctor has no password");
        }

        @Override
        public Verification verify(Password password, PasswordHash hash) {
            return Verification.DIFFERS;
        }

        @Override
        public PasswordHash decoy() {
            return new PasswordHash("decoy");
        }
    }

    private Origin startCrossOrigin() {
        return start(Map.of(DeploymentSetting.DEPLOYMENT, "cross-origin", DeploymentSetting.SPA_ORIGINS, PAGE));
    }

    private static final HttpTransport NETWORK = HttpTransport.trusting(Optional.empty());

    private static LiveReport examine(Origin api, String page, Transport way) {
        return new LiveCheck(api, Origin.parse(page).orElseThrow(), new PublicSuffixList(), way).examine();
    }

    private static Transport changing(UnaryOperator<Question> question, UnaryOperator<Answer> answer) {
        return asked -> answer.apply(NETWORK.send(question.apply(asked)));
    }

    private static Transport answersChanged(UnaryOperator<Answer> answer) {
        return changing(UnaryOperator.identity(), answer);
    }

    private static Transport withoutRequestHeader(String name) {
        return changing(
                question -> new Question(
                        question.method(),
                        question.to(),
                        question.path(),
                        question.headers().stream()
                                .filter(header -> !header.name().equals(name))
                                .toList(),
                        question.body()),
                UnaryOperator.identity());
    }

    private static Answer with(Answer answer, String header, String... lines) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers());
        headers.put(header, List.of(lines));
        return new Answer(answer.status(), headers, answer.body());
    }

    private static Answer rewriting(Answer answer, String from, String to) {
        return with(
                answer,
                "set-cookie",
                answer.header("set-cookie").stream()
                        .map(line -> line.replace(from, to))
                        .toArray(String[]::new));
    }

    private static Cause cause(LiveReport report) {
        return report.failure()
                .orElseThrow(() -> new AssertionError(report))
                .failure()
                .cause();
    }

    @Nested
    class A_healthy_set_up {
        @Test
        void of_one_origin_is_healthy_to_its_last_step() {
            Origin api = start(Map.of());
            LiveReport report = examine(api, api.toString(), NETWORK);
            assertThat(report.failure()).isEmpty();
            assertThat(report.fine())
                    .extracting(LiveReport.Step::name)
                    .hasSize(11)
                    .endsWith("acting", "page");
        }

        @Test
        void of_two_origins_is_healthy() {
            assertThat(examine(startCrossOrigin(), PAGE, NETWORK).failure()).isEmpty();
        }

        @Test
        void that_requires_tokens_is_healthy() {
            Origin api = start(Map.of(
                    DeploymentSetting.DEPLOYMENT,
                    "cross-origin",
                    DeploymentSetting.SPA_ORIGINS,
                    PAGE,
                    DeploymentSetting.CSRF,
                    "token"));
            assertThat(examine(api, PAGE, NETWORK).failure()).isEmpty();
        }

        @Test
        void with_diagnostics_says_what_the_server_sees() {
            Origin api = start(Map.of(DeploymentSetting.DIAGNOSTICS, "on"));
            LiveReport report = examine(api, api.toString(), NETWORK);
            assertThat(report.failure()).isEmpty();
            assertThat(report.fine()).extracting(LiveReport.Step::seen).anyMatch(seen -> seen.contains("sees http"));
        }

        @Test
        void is_left_as_it_was_and_no_password_is_sent() {
            Origin api = start(Map.of());
            List<Question> sent = new ArrayList<>();
            examine(api, api.toString(), question -> {
                sent.add(question);
                return NETWORK.send(question);
            });
            assertThat(sent)
                    .filteredOn(question -> question.method().equals("POST"))
                    .extracting(Question::path, Question::body)
                    .containsOnly(tuple("/api/logout", "{}"));
        }
    }

    @Nested
    class Latchkeys_own_refusal {
        @ParameterizedTest
        @CsvSource({
            "503, busy, ask again in a moment",
            "429, throttled, ask again in a moment",
            "431, headers_too_large, look at what the proxy makes of a request",
            "400, malformed_request, look at what the proxy makes of a request",
            "408, request_timeout, look at what the proxy makes of a request",
            "500, internal_error, see the server's log",
        })
        void is_known_as_that_whatever_its_status(int status, String code, String cure) {
            Origin api = start(Map.of());
            LiveReport report = examine(
                    api,
                    api.toString(),
                    answersChanged(answer -> new Answer(
                            status,
                            Map.of("content-type", List.of("application/problem+json")),
                            "{\"code\":\"" + code + "\",\"detail\":\"why it was\"}")));

            assertThat(cause(report)).isEqualTo(Cause.UNEXPECTED_ANSWER);
            assertThat(report.failure().orElseThrow().failure().finding().message())
                    .contains("Latchkey answers, and refuses the question: " + code + ", why it was", cure);
        }
    }

    @Test
    void who_is_redirected_is_sent_where_the_redirect_leads() {
        Origin api = start(Map.of());
        LiveReport report = examine(
                api,
                api.toString(),
                answersChanged(answer -> new Answer(
                        301, Map.of("location", List.of("https://" + api.host() + ":8443/api/getsession?x")), "")));

        assertThat(cause(report)).isEqualTo(Cause.SCHEME_MISMATCH);
        assertThat(report.failure().orElseThrow().failure().finding().message())
                .contains("call the API at https://" + api.host() + ":8443");
    }

    @Nested
    class A_proxy {
        @Test
        void that_strips_set_cookie_is_named() {
            Origin api = start(Map.of());
            assertThat(cause(examine(api, api.toString(), answersChanged(answer -> with(answer, "set-cookie")))))
                    .isEqualTo(Cause.SET_COOKIE_STRIPPED);
        }

        @Test
        void that_passes_no_cookie_on_is_named() {
            Origin api = start(Map.of());
            assertThat(cause(examine(api, api.toString(), withoutRequestHeader("Cookie"))))
                    .isEqualTo(Cause.COOKIE_NOT_PASSED);
        }

        @ParameterizedTest
        @ValueSource(strings = {"Origin", "Sec-Fetch-Site"})
        void that_strips_what_forgeries_are_known_by_is_named(String header) {
            Origin api = start(Map.of());
            LiveReport report = examine(api, api.toString(), withoutRequestHeader(header));
            assertThat(cause(report)).isEqualTo(Cause.ORIGIN_HEADERS_STRIPPED);
            assertThat(report.failure().orElseThrow().failure().finding().what())
                    .isEqualTo(header);
        }

        @Test
        void that_moves_the_cookie_to_another_path_is_named() {
            Origin api = start(Map.of());
            assertThat(cause(examine(
                            api, api.toString(), answersChanged(answer -> rewriting(answer, "Path=/", "Path=/api")))))
                    .isEqualTo(Cause.COOKIE_REWRITTEN);
        }

        @Test
        void that_sets_a_cookie_of_the_same_name_is_named() {
            Origin api = start(Map.of());
            assertThat(cause(examine(
                            api,
                            api.toString(),
                            answersChanged(answer -> with(
                                    answer,
                                    "set-cookie",
                                    Stream.concat(
                                                    answer.header("set-cookie").stream(),
                                                    Stream.of("latchkey=old; Path=/api"))
                                            .toArray(String[]::new))))))
                    .isEqualTo(Cause.TWIN_COOKIES);
        }

        @Test
        void that_caches_is_named() {
            Origin api = start(Map.of());
            Map<String, Answer> cache = new HashMap<>();
            Transport caching = question -> {
                if (!question.method().equals("GET")) {
                    return NETWORK.send(question);
                }
                Answer known = cache.get(question.path());
                Answer answer = known == null ? NETWORK.send(question) : known;
                cache.put(question.path(), answer);
                return answer;
            };
            assertThat(cause(examine(api, api.toString(), caching))).isEqualTo(Cause.SHARED_CACHE);
        }

        @Test
        void that_answers_preflights_is_named() {
            Transport answering = question -> question.method().equals("OPTIONS")
                    ? new Answer(204, Map.of("access-control-allow-origin", List.of("*")), "")
                    : NETWORK.send(question);
            assertThat(cause(examine(startCrossOrigin(), PAGE, answering)))
                    .isEqualTo(Cause.PREFLIGHT_ANSWERED_BY_PROXY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"access-control-allow-origin", "access-control-allow-credentials"})
        void that_takes_the_right_to_read_from_answers_is_named(String header) {
            Origin api = startCrossOrigin();
            Transport stripping = question ->
                    question.method().equals("OPTIONS") ? NETWORK.send(question) : with(NETWORK.send(question), header);
            assertThat(cause(examine(api, PAGE, stripping))).isEqualTo(Cause.CORS_HEADERS_REWRITTEN);
        }

        @Test
        void that_answers_with_the_page_is_named() {
            Origin api = start(Map.of());
            assertThat(cause(examine(
                            api,
                            api.toString(),
                            question ->
                                    new Answer(200, Map.of("content-type", List.of("text/html")), "<!doctype html>"))))
                    .isEqualTo(Cause.API_NOT_ROUTED);
        }

        @Test
        void that_strips_the_path_is_named() {
            Origin api = start(Map.of());
            assertThat(cause(examine(
                            api,
                            api.toString(),
                            changing(
                                    question -> new Question(
                                            question.method(),
                                            question.to(),
                                            question.path().replace("/api/", "/"),
                                            question.headers(),
                                            question.body()),
                                    UnaryOperator.identity()))))
                    .isEqualTo(Cause.PATH_REWRITTEN);
        }

        @Test
        void that_trusts_a_forwarded_host_of_its_own_is_named() {
            Origin api = start(Map.of(DeploymentSetting.TRUSTED_PROXIES, "127.0.0.1, ::1"));
            assertThat(cause(examine(api, api.toString(), adding("X-Forwarded-Host", "latchkey:5000"))))
                    .isEqualTo(Cause.HOST_REWRITTEN);
        }

        private Transport adding(String name, String value) {
            return changing(
                    question -> {
                        List<HeaderField> headers = new ArrayList<>(question.headers());
                        headers.add(new HeaderField(name, value));
                        return new Question(
                                question.method(), question.to(), question.path(), headers, question.body());
                    },
                    UnaryOperator.identity());
        }
    }

    @Nested
    class A_page {
        @Test
        void that_is_not_listed_is_named() {
            assertThat(cause(examine(startCrossOrigin(), "http://localhost:3000", NETWORK)))
                    .isEqualTo(Cause.ORIGIN_NOT_LISTED);
        }

        @Test
        void of_another_origin_while_the_server_knows_of_none_is_named() {
            assertThat(cause(examine(start(Map.of()), PAGE, NETWORK))).isEqualTo(Cause.ORIGIN_NOT_LISTED);
        }

        @Test
        void that_calls_the_other_name_of_this_machine_is_named() {
            Origin api = startCrossOrigin();
            assertThat(cause(examine(api.withHost("127.0.0.1"), PAGE, NETWORK))).isEqualTo(Cause.LOOPBACK_NAMES_DIFFER);
        }

        @Test
        void of_another_site_keeps_no_lax_cookie() {
            String foreign = "https://app.example.com";
            Origin api = startCrossOrigin();
            Transport lenient = changing(
                    question -> new Question(
                            question.method(),
                            question.to(),
                            question.path(),
                            question.headers().stream()
                                    .map(header -> header.value().equals(foreign)
                                            ? new HeaderField(header.name(), PAGE)
                                            : header)
                                    .toList(),
                            question.body()),
                    answer -> answer.header("access-control-allow-origin").isEmpty()
                            ? answer
                            : with(answer, "access-control-allow-origin", foreign));
            assertThat(cause(examine(api, foreign, lenient))).isEqualTo(Cause.COOKIE_STAYS_ON_SITE);
        }
    }

    @Test
    void protection_that_only_reports_is_told_from_headers_that_are_lost() {
        Origin api = start(Map.of(DeploymentSetting.CSRF_REPORT_ONLY, "true", DeploymentSetting.DIAGNOSTICS, "on"));
        assertThat(cause(examine(api, api.toString(), NETWORK))).isEqualTo(Cause.PROTECTION_REPORTS_ONLY);
    }

    @Test
    void a_server_that_takes_another_address_for_its_own_is_named() {
        Origin api = start(Map.of(DeploymentSetting.PUBLIC_ORIGIN, "http://localhost:9999"));
        assertThat(cause(examine(api, api.toString(), NETWORK))).isEqualTo(Cause.PUBLIC_ORIGIN_DIFFERS);
    }

    @Test
    void an_https_server_behind_nobody_is_told_as_such() {
        Origin api = start(Map.of());
        Origin encrypted = Origin.parse("https://localhost:" + api.port()).orElseThrow();
        assertThat(cause(examine(encrypted, encrypted.toString(), NETWORK))).isEqualTo(Cause.SCHEME_MISMATCH);
    }

    @Test
    void nobody_at_all_is_told_as_such() {
        Origin api = start(Map.of());
        assertThat(cause(examine(api, api.toString(), question -> {
                    throw new ConnectException("refused");
                })))
                .isEqualTo(Cause.UNREACHABLE);
        IOException broken = new IOException("header parser received no bytes");
        assertThat(ConnectionFailures.explain(broken, api).cause()).isEqualTo(Cause.UNREACHABLE);
    }
}
