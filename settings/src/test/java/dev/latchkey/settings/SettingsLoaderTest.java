package dev.latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.LoginRules;
import dev.latchkey.core.audit.AuditTrail;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberPolicy;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.throttle.ThrottlePolicy;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsLoaderTest {
    @TempDir
    Path folder;

    @Nested
    class Without_any_setting {
        @Test
        void every_default_is_the_documented_one() {
            Settings settings = loaded(load(Map.of(), Map.of()));
            assertThat(settings.deployment().publicOrigin()).hasToString("http://localhost:5000");
            assertThat(settings.port()).isEqualTo(5000);
            assertThat(settings.listen())
                    .extracting(Object::toString)
                    .containsExactly("/127.0.0.1", "/0:0:0:0:0:0:0:1");
            assertThat(settings.rules().sessions().idleTimeout()).isEqualTo(Duration.ofHours(12));
            assertThat(settings.rules().sessions().absoluteTimeout()).isEqualTo(Duration.ofDays(7));
            assertThat(settings.rules())
                    .isEqualTo(new LoginRules(
                            new SessionPolicy(Duration.ofHours(12), Duration.ofDays(7)),
                            Integer.MAX_VALUE,
                            Optional.of(RememberPolicy.DEFAULT),
                            Freshness.DEFAULT_FRESH_FOR,
                            SessionProtection.DEFAULT,
                            ThrottlePolicy.DEFAULT,
                            false,
                            PasswordRules.DEFAULT_MIN_LENGTH,
                            AuditTrail.DEFAULT_KEPT));
            assertThat(settings.hashing().memoryKib()).isEqualTo(19 * 1024);
            assertThat(settings.hashing().queue()).isEqualTo(64);
            assertThat(settings.log()).isEqualTo(new Settings.Log(true, true));
            assertThat(settings.management()).hasValueSatisfying(management -> {
                assertThat(management.listen()).hasToString("[/127.0.0.1]");
                assertThat(management.port()).isEqualTo(5001);
            });
        }
    }

    @Nested
    class When_several_sources_speak {
        @Test
        void flags_win_over_the_environment_and_the_environment_over_the_file() throws IOException {
            Path file = Files.writeString(folder.resolve("latchkey.yaml"), """
                port: 1
                session:
                  idle-timeout: 1h
                  absolute-timeout: 2h
                log.access: off
                """);
            Settings settings = loaded(SettingsLoader.load(
                    Optional.of(file),
                    Map.of("LATCHKEY_PORT", "2", "LATCHKEY_SESSION_IDLE_TIMEOUT", "30m", "PATH", "/bin"),
                    Map.of(ServerSetting.PORT, "3")));
            assertThat(settings.port()).isEqualTo(3);
            assertThat(settings.rules().sessions().idleTimeout()).isEqualTo(Duration.ofMinutes(30));
            assertThat(settings.rules().sessions().absoluteTimeout()).isEqualTo(Duration.ofHours(2));
            assertThat(settings.log().access()).isFalse();
        }

        @Test
        void an_origin_is_read_exactly() {
            Settings settings = loaded(load(
                    Map.of(),
                    Map.of(
                            DeploymentSetting.PUBLIC_ORIGIN,
                            "https://app.example.com",
                            DeploymentSetting.TRUSTED_PROXIES,
                            "127.0.0.1")));
            assertThat(settings.deployment().publicOrigin())
                    .isEqualTo(Origin.parse("https://app.example.com:443").orElseThrow());
        }
    }

    @Nested
    class When_something_is_wrong {
        @Test
        void everything_is_told_at_once() {
            List<Finding> problems = refused(load(
                    Map.of("LATCHKEY_PROT", "5000"),
                    Map.of(ServerSetting.PORT, "70000", ServerSetting.LOG_FORMAT, "xml")));
            assertThat(problems)
                    .extracting(Finding::what)
                    .containsExactlyInAnyOrder("LATCHKEY_PROT", "port", "log.format");
        }

        @Test
        void what_cannot_be_read_of_a_deployment_is_told_together_with_the_rest() {
            assertThat(refused(load(
                            Map.of(),
                            Map.of(
                                    DeploymentSetting.TLS_KEY, "\u0000",
                                    DeploymentSetting.COOKIE_SECURE, "perhaps",
                                    ServerSetting.PORT, "x"))))
                    .extracting(Finding::what)
                    .containsExactlyInAnyOrder("tls.key", "cookie.secure", "port", "tls.certificate");
        }

        @Test
        void an_unknown_name_comes_with_the_one_that_was_probably_meant() throws IOException {
            Path file = Files.writeString(folder.resolve("latchkey.yaml"), "session:\n  idle-timout: 1h\n");
            assertThat(refused(SettingsLoader.load(Optional.of(file), Map.of(), Map.of())))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.what()).isEqualTo("session.idle-timout");
                        assertThat(problem.cure().text()).contains("session.idle-timeout");
                    });
        }

        @Test
        void a_file_that_is_not_there_or_not_yaml_is_told_as_such() throws IOException {
            assertThat(refused(SettingsLoader.load(Optional.of(folder.resolve("none.yaml")), Map.of(), Map.of())))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.why()).contains("cannot be read"));
            Path file = Files.writeString(folder.resolve("bad.yaml"), "a: [");
            assertThat(refused(SettingsLoader.load(Optional.of(file), Map.of(), Map.of())))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.why()).contains("not YAML"));
        }

        @ParameterizedTest(name = "{0} = {1}")
        @CsvSource({
            "port, -1",
            "port, 65536",
            "port, http",
            "management.port, 5000",
            "management.port, 65536",
            "management.port, on",
            "management.listen, localhost",
            "public-origin, app.example.com",
            "public-origin, https://app.example.com/",
            "public-origin, http://app.example.com",
            "listen, localhost",
            "listen, 1.2.3.4.5",
            "listen, 010.0.0.1",
            "listen, 127.1",
            "listen, 0x7f.0.0.1",
            "listen, 2130706433",
            "listen, '127.0.0.1,'",
            "listen, fe80::1%lo",
            "listen, [::1]",
            "management.listen, 127.0.0.01",
            "session.idle-timeout, 1m",
            "session.idle-timeout, 12",
            "session.idle-timeout, 12 h",
            "session.absolute-timeout, 1h",
            "deployment, cloud",
            "log.access, sometimes",
            "password.memory-kib, 1024",
            "password.iterations, 0",
            "hashing.queue, 0",
            "hashing.deadline, 0s",
            "session.fresh-for, 0s",
            "session.fresh-for, 2d",
            "session.max-per-user, -1",
            "remember, daily",
            "remember.duration, 401d",
            "remember.duration, 30m",
            "remember.refresh-on-use, daily",
            "remember.grace, 2d",
            "protection.browser, weak",
            "protection.network, on",
            "protection.exact, off",
            "throttle, none",
            "throttle.account, 0",
            "throttle.global, 1000001",
            "registration, on",
            "password.min-length, 7",
            "audit.retention, 1h",
            "templates, /nowhere",
            "static, /nowhere"
        })
        void the_value_the_rule_and_the_cure_are_named(String key, String value) {
            assertThat(refused(load(Map.of(), Map.of(setting(key), value))))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.what()).isEqualTo(key);
                        assertThat(problem.value()).isEqualTo(value);
                        assertThat(problem.why()).isNotBlank();
                        assertThat(problem.cure().text()).isNotBlank();
                    });
        }
    }

    @Nested
    class Settings_that_contradict_one_another {
        @ParameterizedTest(name = "{0} = {1} and {2} = {3}")
        @CsvSource({
            "remember, off, remember.duration, 14d",
            "remember, off, remember.refresh-on-use, on",
            "remember, off, remember.grace, 30s",
            "remember.duration, 1h, remember.grace, 1h",
            "throttle, off, throttle.account, 10",
            "throttle, off, throttle.device, 10",
            "throttle, off, throttle.address, 10",
            "throttle, off, throttle.global, 10",
            "session.absolute-timeout, 12h, session.fresh-for, 13h"
        })
        void are_refused_with_a_cure(String one, String value, String refused, String refusedValue) {
            Map<Setting<?>, String> flags = Map.of(setting(one), value, setting(refused), refusedValue);
            assertThat(refused(load(Map.of(), flags))).singleElement().satisfies(problem -> {
                assertThat(problem.what()).isEqualTo(refused);
                assertThat(problem.value()).isEqualTo(refusedValue);
                assertThat(problem.why()).contains(one);
                Map<Setting<?>, String> cured = new LinkedHashMap<>(flags);
                cured.putAll(problem.cure().changes());
                loaded(load(Map.of(), cured));
            });
        }

        @Test
        void without_the_details_may_be_switched_off() {
            LoginRules rules = loaded(load(Map.of("LATCHKEY_REMEMBER", "off", "LATCHKEY_THROTTLE", "off"), Map.of()))
                    .rules();

            assertThat(rules.remember()).isEmpty();
            assertThat(rules.throttle().account().budget()).isEqualTo(1_000_000);
        }
    }

    @Test
    void every_setting_has_its_own_key_flag_and_variable() {
        assertThat(ServerSetting.ALL.settings()).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(ServerSetting.ALL.settings()).extracting(Setting::flag).doesNotHaveDuplicates();
        assertThat(ServerSetting.ALL.settings()).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    @Test
    void every_setting_takes_its_own_default_from_each_source() throws IOException {
        for (Setting<?> setting : ServerSetting.ALL.settings().toList()) {
            String text = setting.defaultText();
            Path file = Files.writeString(folder.resolve("one.yaml"), setting.key() + ": '" + text + "'\n");
            loaded(SettingsLoader.load(Optional.of(file), Map.of(), Map.of()));
            loaded(load(Map.of(setting.variable(), text), Map.of()));
            loaded(load(Map.of(), Map.of(setting, text)));
        }
    }

    private static Setting<?> setting(String key) {
        return ServerSetting.ALL.named(key).orElseThrow();
    }

    private static Loading load(Map<String, String> environment, Map<Setting<?>, String> flags) {
        return SettingsLoader.load(Optional.empty(), environment, flags);
    }

    private static Settings loaded(Loading loading) {
        assertThat(loading).isInstanceOf(Loading.Loaded.class);
        return ((Loading.Loaded) loading).settings();
    }

    private static List<Finding> refused(Loading loading) {
        assertThat(loading).isInstanceOf(Loading.Refused.class);
        return ((Loading.Refused) loading).problems();
    }

    @Nested
    class What_orchestrators_write_into_the_environment {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            LATCHKEY_SERVICE_HOST              | 10.0.0.1
            LATCHKEY_SERVICE_PORT              | 5000
            LATCHKEY_SERVICE_PORT_HTTP         | 5000
            LATCHKEY_SERVICE_PORT_HTTP_ADMIN   | 5000
            LATCHKEY_PORT                      | tcp://10.0.0.1:5000
            LATCHKEY_PORT                      | udp://[fd00::1]:5000
            LATCHKEY_PORT_5000_TCP             | tcp://10.0.0.1:5000
            LATCHKEY_PORT_5000_TCP_PROTO       | tcp
            LATCHKEY_PORT_5000_TCP_PORT        | 5000
            LATCHKEY_PORT_5000_TCP_ADDR        | 10.0.0.1
            LATCHKEY_PORT_53_UDP               | udp://10.0.0.1:53
            LATCHKEY_PORT_53_UDP_ADDR          | 10.0.0.1
            LATCHKEY_PORT_9_SCTP_ADDR          | 10.0.0.1
            LATCHKEY_PORT_5000_TCP_PORT_START  | 5000
            LATCHKEY_PORT_5000_TCP_PORT_END    | 5009
            LATCHKEY_NAME                      | /app/latchkey
            LATCHKEY_ENV_PORT                  | 5000
            LATCHKEY_VERSION                   | 1.2.3
            LATCHKEY_MANAGEMENT_PORT           | tcp://10.0.0.1:5001
            LATCHKEY_MANAGEMENT_SERVICE_HOST   | 10.0.0.1
            LATCHKEY_WEB_PAGE_PORT             | tcp://10.0.0.1:80
            LATCHKEY_WEB_PAGE_PORT_80_TCP_ADDR | 10.0.0.1
            LATCHKEY_WEB_PAGE_SERVICE_PORT     | 80
            """)
        void about_a_service_called_like_this_one_is_no_setting(String name, String value) {
            Settings settings = loaded(load(Map.of(name, value), Map.of()));

            assertThat(settings.port()).isEqualTo(5000);
            assertThat(settings.management()).map(Settings.Management::port).hasValue(5001);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
            LATCHKEY_PORT                | abc
            LATCHKEY_PORT                | http://10.0.0.1:5000
            LATCHKEY_MANAGEMENT_PORT     | abc
            LATCHKEY_PROT                | tcp://10.0.0.1:5000
            LATCHKEY_SERVICE             | 10.0.0.1
            LATCHKEY_SERVICE_HOSTS       | 10.0.0.1
            LATCHKEY_SERVICES_HOST       | 10.0.0.1
            LATCHKEY_PORT_5000           | tcp://10.0.0.1:5000
            LATCHKEY_PORT_X_TCP          | tcp://10.0.0.1:5000
            LATCHKEY_PORT_5000_HTTP      | http://10.0.0.1:5000
            LATCHKEY_NAME                | latchkey
            LATCHKEY_SESION_IDLE_TIMEOUT | 30m
            """)
        void is_told_from_a_mistake(String name, String value) {
            assertThat(load(Map.of(name, value), Map.of())).isInstanceOf(SettingsLoader.Loading.Refused.class);
        }

        @Test
        void leaves_a_port_that_was_set_elsewhere_as_it_is() {
            Settings settings =
                    loaded(load(Map.of("LATCHKEY_PORT", "tcp://10.0.0.1:5000"), Map.of(ServerSetting.PORT, "5005")));

            assertThat(settings.port()).isEqualTo(5005);
        }
    }
}
