package dev.latchkey.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Finding.Level;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreRulesTest {
    @TempDir
    Path folder;

    private static List<Finding> findings(String store, Map<Setting<?>, String> more) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>(more);
        flags.put(ServerSetting.STORE, store);
        return StoreRules.of(((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags))
                .settings()
                .postgresql()
                .orElseThrow());
    }

    private static List<Finding> findings(Map<Setting<?>, String> more) {
        return findings("postgresql://latchkey@db.example.com/latchkey", more);
    }

    @Test
    void what_is_verified_is_well() {
        assertThat(findings(Map.of(ServerSetting.STORE_SESSIONS, "rediss://redis.example.com")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"insecure-none, reads password hashes", "insecure-unverified, can stand in for it"})
    void a_way_to_postgresql_that_others_can_read_is_told(String tls, String why) {
        assertThat(findings(Map.of(ServerSetting.STORE_TLS, tls)))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("store.tls = " + tls, why, "db.example.com", "verify-full"));
        assertThat(findings("postgresql://latchkey@localhost/latchkey", Map.of(ServerSetting.STORE_TLS, tls)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://redis.example.com", "redis-sentinel://localhost,s2#main"})
    void a_way_to_redis_that_others_can_read_is_told(String address) {
        assertThat(findings(Map.of(ServerSetting.STORE_SESSIONS, address)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.WARNING);
                    assertThat(finding.message()).contains("store.sessions = " + address, "rediss://");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://localhost", "redis://[::1]:6380,127.0.0.1"})
    void redis_on_this_machine_needs_no_encryption(String address) {
        assertThat(findings(Map.of(ServerSetting.STORE_SESSIONS, address))).isEmpty();
    }

    @Test
    void a_password_that_others_may_read_is_told_of_either() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Map<Setting<?>, String> both = Map.of(
                ServerSetting.STORE_PASSWORD_FILE,
                file.toString(),
                ServerSetting.STORE_SESSIONS,
                "redis://localhost",
                ServerSetting.STORE_SESSIONS_PASSWORD_FILE,
                file.toString());

        assertThat(findings(both).stream().map(Finding::message))
                .hasSize(2)
                .allMatch(message -> message.contains("chmod 600 " + file))
                .anyMatch(message -> message.startsWith("store.password-file"))
                .anyMatch(message -> message.startsWith("store.sessions-password-file"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(findings(both)).isEmpty();
    }

    @Test
    void a_password_that_is_not_there_is_refused() {
        assertThat(findings(Map.of(ServerSetting.STORE_PASSWORD_FILE, "/no/such/file")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.REFUSED);
                    assertThat(finding.message()).contains("cannot read it", "mode 600");
                });
    }
}
