package dev.latchkey.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.server.config.Setting;
import dev.latchkey.server.config.SettingsLoader;
import dev.latchkey.server.doctor.ConfigurationReport.Verdict;
import dev.latchkey.server.doctor.Remark.Level;
import dev.latchkey.server.tls.PemFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
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
        issuedAt = new PemFolder(certificates)
                .write("app.example.com", "EC")
                .files()
                .certificate()
                .getNotBefore()
                .toInstant();
    }

    private ConfigurationReport examine(Map<Setting, String> settings, Duration age) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        flags.put(Setting.DATA, folder.resolve("data").toString());
        flags.putAll(settings);
        return ConfigurationCheck.examine(SettingsLoader.load(Optional.empty(), Map.of(), flags), issuedAt.plus(age));
    }

    private ConfigurationReport withTls(String publicOrigin, Path keys, Duration age) {
        return examine(
                Map.of(
                        Setting.PUBLIC_ORIGIN,
                        publicOrigin,
                        Setting.PORT,
                        "443",
                        Setting.TLS_CERTIFICATE,
                        certificates.resolve("fullchain.pem").toString(),
                        Setting.TLS_KEY,
                        keys.resolve("privkey.pem").toString()),
                age);
    }

    @Test
    void the_defaults_are_fine_and_what_follows_is_told() {
        ConfigurationReport report = examine(Map.of(), Duration.ofHours(1));
        assertThat(report.remarks()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.FINE);
        assertThat(report.facts()).extracting("name").contains("session cookie", "CORS", "public origin");
    }

    @Nested
    class A_certificate {
        @Test
        void that_is_for_the_public_origin_is_fine() {
            assertThat(withTls("https://app.example.com", certificates, Duration.ofHours(1))
                            .remarks())
                    .isEmpty();
        }

        @Test
        void for_another_host_is_warned_of_with_both_names() {
            assertThat(withTls("https://www.example.com", certificates, Duration.ofHours(1))
                            .remarks())
                    .singleElement()
                    .satisfies(remark -> {
                        assertThat(remark.level()).isEqualTo(Level.WARNING);
                        assertThat(remark.what()).isEqualTo("tls.certificate");
                        assertThat(remark.why()).contains("app.example.com").contains("www.example.com");
                    });
        }

        @Test
        void is_warned_of_before_it_begins_near_its_end_and_from_its_end_on() {
            String origin = "https://app.example.com";
            assertThat(withTls(origin, certificates, Duration.ofSeconds(-1)).remarks())
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.why()).contains("not valid before"));
            assertThat(withTls(origin, certificates, Duration.ofDays(30).minusSeconds(1))
                            .remarks())
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.why()).contains("expires at"));
            assertThat(withTls(origin, certificates, Duration.ofDays(30)).remarks())
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.why()).contains("expired at"));
        }

        @Test
        void with_the_key_of_another_stops_the_start() throws IOException, GeneralSecurityException {
            new PemFolder(folder).write("other.example.com", "EC");
            ConfigurationReport report = withTls("https://app.example.com", folder, Duration.ofHours(1));
            assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
            assertThat(report.remarks()).singleElement().satisfies(remark -> {
                assertThat(remark.what()).isEqualTo("tls.key");
                assertThat(remark.why()).contains("does not belong");
            });
        }

        @Test
        void without_its_key_file_stops_the_start() {
            assertThat(withTls("https://app.example.com", folder, Duration.ofHours(1))
                            .remarks())
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.message())
                            .startsWith("tls.key = " + folder.resolve("privkey.pem") + ": does not exist"));
        }
    }

    @Nested
    class The_data_folder {
        private ConfigurationReport with(Path data) {
            return examine(Map.of(Setting.DATA, data.toString()), Duration.ofHours(1));
        }

        @Test
        void that_others_may_look_into_is_warned_of() throws IOException {
            Path data = Files.createDirectory(folder.resolve("open"));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
            assertThat(with(data).remarks())
                    .singleElement()
                    .satisfies(remark -> assertThat(remark.cure()).isEqualTo("chmod 700 " + data));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            assertThat(with(data).remarks()).isEmpty();
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
        ConfigurationReport report = examine(Map.of(Setting.LISTEN, "192.0.2.7"), Duration.ofHours(1));
        assertThat(report.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(report.remarks().getFirst().why()).contains("no address 192.0.2.7");
    }

    @Test
    void a_port_mapped_for_a_development_server_is_as_it_should_be() {
        assertThat(examine(Map.of(Setting.DEV_ASSETS, "http://localhost:5173"), Duration.ofHours(1))
                        .remarks())
                .isEmpty();
    }

    @Test
    void for_programs_it_is_one_json_object_of_texts() {
        String json = Reports.json(examine(Map.of(Setting.CSRF_REPORT_ONLY, "true"), Duration.ofHours(1)));
        assertThat(json)
                .startsWith(
                        "{\"verdict\": \"warned\", \"findings\": [{\"level\": \"warning\", \"what\": \"csrf.report-only\", ")
                .doesNotContain("\n");
    }
}
