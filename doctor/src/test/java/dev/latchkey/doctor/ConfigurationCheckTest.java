package dev.latchkey.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.doctor.ConfigurationReport.Verdict;
import dev.latchkey.engine.TlsFiles;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Finding.Level;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.testkit.PemFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationCheckTest {
    @TempDir
    static Path certificates;

    @TempDir
    Path folder;

    private static Instant issuedAt;

    @BeforeAll
    static void writeCertificate() throws IOException, GeneralSecurityException {
        PemFolder pem = new PemFolder(certificates).write("app.example.com", "EC");
        issuedAt = new TlsFiles(pem.certificates(), pem.privateKey())
                .certificate()
                .getNotBefore()
                .toInstant();
    }

    private ConfigurationReport examine(Map<Setting<?>, String> settings, Duration age) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        flags.put(ServerSetting.DATA, folder.resolve("data").toString());
        flags.putAll(settings);
        return ConfigurationCheck.examine(
                SettingsLoader.load(Optional.empty(), Map.of(), flags),
                issuedAt.plus(age),
                page -> Optional.empty(),
                store -> List.of());
    }

    private ConfigurationReport withTls(String publicOrigin, Path keys, Duration age) {
        return withTls(publicOrigin, keys, age, DeploymentSetting.TLS_WARN_BEFORE.defaultText());
    }

    private ConfigurationReport withTls(String publicOrigin, Path keys, Duration age, String warnBefore) {
        return examine(
                Map.of(
                        DeploymentSetting.TLS_WARN_BEFORE,
                        warnBefore,
                        DeploymentSetting.PUBLIC_ORIGIN,
                        publicOrigin,
                        ServerSetting.PORT,
                        "443",
                        DeploymentSetting.TLS_CERTIFICATE,
                        certificates.resolve("fullchain.pem").toString(),
                        DeploymentSetting.TLS_KEY,
                        keys.resolve("privkey.pem").toString()),
                age);
    }

    @Test
    void the_defaults_are_fine_and_what_follows_is_told() {
        ConfigurationReport report = examine(Map.of(), Duration.ofHours(1));
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.FINE);
        assertThat(report.facts()).extracting("name").contains("session cookie", "CORS", "public origin");
    }

    @Nested
    class A_certificate {
        @Test
        void that_is_for_the_public_origin_is_fine() {
            assertThat(withTls("https://app.example.com", certificates, Duration.ofHours(1))
                            .findings())
                    .isEmpty();
        }

        @Test
        void for_another_host_is_warned_of_with_both_names() {
            assertThat(withTls("https://www.example.com", certificates, Duration.ofHours(1))
                            .findings())
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.level()).isEqualTo(Level.WARNING);
                        assertThat(finding.what()).isEqualTo("tls.certificate");
                        assertThat(finding.why()).contains("app.example.com").contains("www.example.com");
                    });
        }

        @Test
        void is_warned_of_before_it_begins_near_its_end_and_from_its_end_on() {
            String origin = "https://app.example.com";
            assertThat(withTls(origin, certificates, Duration.ofSeconds(-1)).findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.why()).contains("not valid before"));
            assertThat(withTls(origin, certificates, Duration.ofDays(30).minusSeconds(1))
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.why()).contains("expires at"));
            assertThat(withTls(origin, certificates, Duration.ofDays(30)).findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.why()).contains("expired at"));
        }

        @Test
        void near_its_end_is_warned_of_when_the_operator_says() {
            String origin = "https://app.example.com";
            Duration tenDaysLeft = Duration.ofDays(20);
            assertThat(withTls(origin, certificates, tenDaysLeft).findings()).hasSize(1);
            assertThat(withTls(origin, certificates, tenDaysLeft, "10d").findings())
                    .isEmpty();
            assertThat(withTls(origin, certificates, tenDaysLeft.plusSeconds(1), "10d")
                            .findings())
                    .hasSize(1);
        }

        @Test
        void with_the_key_of_another_stops_the_start() throws IOException, GeneralSecurityException {
            new PemFolder(folder).write("other.example.com", "EC");
            ConfigurationReport report = withTls("https://app.example.com", folder, Duration.ofHours(1));
            assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.what()).isEqualTo("tls.key");
                assertThat(finding.why()).contains("does not belong");
            });
        }

        @Test
        void without_its_key_file_stops_the_start() {
            assertThat(withTls("https://app.example.com", folder, Duration.ofHours(1))
                            .findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.message())
                            .startsWith("tls.key = " + folder.resolve("privkey.pem") + ": does not exist"));
        }
    }

    @Nested
    class The_data_folder {
        private ConfigurationReport with(Path data) {
            return examine(Map.of(ServerSetting.DATA, data.toString()), Duration.ofHours(1));
        }

        @Test
        void that_others_may_look_into_is_warned_of() throws IOException {
            Path data = Files.createDirectory(folder.resolve("open"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
            assertThat(with(data).findings())
                    .singleElement()
                    .satisfies(finding -> assertThat(finding.cure().text()).isEqualTo("chmod 700 " + data));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            assertThat(with(data).findings()).isEmpty();
        }

        @Test
        void that_was_given_to_a_group_as_volumes_are_is_as_it_should_be() throws IOException {
            Path data = Files.createDirectory(folder.resolve("volume"));
            Files.setAttribute(data, "unix:mode", 02770);
            assertThat(with(data).findings()).isEmpty();
            Files.setAttribute(data, "unix:mode", 02775);
            assertThat(with(data).findings()).hasSize(1);
        }

        @Test
        void that_is_a_file_stops_the_start() throws IOException {
            assertThat(with(Files.createFile(folder.resolve("file"))).verdict()).isEqualTo(Verdict.REFUSED);
        }

        @Test
        void below_a_file_stops_the_start() throws IOException {
            assertThat(with(Files.createFile(folder.resolve("file")).resolve("data"))
                            .verdict())
                    .isEqualTo(Verdict.REFUSED);
        }
    }

    @Test
    void an_address_that_this_machine_has_not_stops_the_start() {
        ConfigurationReport report = examine(Map.of(ServerSetting.LISTEN, "192.0.2.7"), Duration.ofHours(1));
        assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(report.findings().getFirst().why()).contains("no address 192.0.2.7");
    }

    @Test
    void a_server_that_others_reach_by_a_name_it_does_not_answer_to_is_warned_of() {
        ConfigurationReport report = examine(Map.of(ServerSetting.LISTEN, "0.0.0.0"), Duration.ofHours(1));
        assertThat(report.findings().stream().map(Finding::message))
                .anyMatch(message -> message.startsWith("public-origin = http://localhost:")
                        && message.contains("write public-origin = http://ADDRESS:")
                        && message.contains("insecure-http = true"));
    }

    @Test
    void a_port_mapped_for_a_development_server_is_as_it_should_be() {
        assertThat(examine(Map.of(ServerSetting.DEV_ASSETS, "http://localhost:5173"), Duration.ofHours(1))
                        .findings())
                .isEmpty();
    }

    @Test
    void for_programs_it_is_one_json_object_of_texts() {
        String json = Reports.json(examine(Map.of(DeploymentSetting.CSRF_REPORT_ONLY, "true"), Duration.ofHours(1)));
        assertThat(json)
                .startsWith(
                        "{\"verdict\":\"warned\",\"findings\":[{\"level\":\"warning\",\"what\":\"csrf.report-only\",")
                .doesNotContain("\n");
    }
}
