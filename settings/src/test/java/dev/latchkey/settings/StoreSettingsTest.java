package dev.latchkey.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.SettingsLoader.Loading;
import dev.latchkey.settings.StoreAddress.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StoreSettingsTest {
    private static final String SECRET = "swordfish";

    @TempDir
    Path folder;

    private static Loading load(Map<Setting<?>, String> flags) {
        return SettingsLoader.load(Optional.empty(), Map.of(), flags);
    }

    private static Settings loaded(Map<Setting<?>, String> flags) {
        return ((Loading.Loaded) load(flags)).settings();
    }

    private static String refused(Loading loading) {
        List<Finding> problems = ((Loading.Refused) loading).problems();
        return problems.stream().map(Finding::message).collect(Collectors.joining("\n"));
    }

    @Test
    void without_a_word_everything_is_kept_in_a_file() {
        assertThat(loaded(Map.of()).postgresql()).isEmpty();
    }

    @Test
    void an_address_says_who_where_and_what() {
        Settings.Postgresql store = loaded(
                        Map.of(ServerSetting.STORE, "postgresql://latchkey@db1.example.com,[::1]:5433/auth"))
                .postgresql()
                .orElseThrow();

        assertThat(store.address())
                .isEqualTo(new StoreAddress.Postgresql(
                        "latchkey", List.of(new Host("db1.example.com", 5432), new Host("::1", 5433)), "auth"));
        assertThat(store.address()).hasToString("postgresql://latchkey@db1.example.com,[::1]:5433/auth");
        assertThat(store.cacheBound()).isEqualTo(Duration.ofSeconds(1));
        assertThat(store.pool()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, auto, NONE",
        "127.0.0.1, auto, NONE",
        "[::1], auto, NONE",
        "localhost, verify-full, VERIFIED",
        "db.example.com, auto, VERIFIED",
        "'localhost,db.example.com', auto, VERIFIED",
        "127.evil.example.com, auto, VERIFIED",
        "db.example.com, insecure-unverified, UNVERIFIED",
        "db.example.com, insecure-none, NONE",
    })
    void whatever_leaves_this_machine_is_encrypted_and_verified_unless_somebody_says_aloud_that_it_is_not(
            String host, String written, StoreTls tls) {
        assertThat(loaded(Map.of(
                                ServerSetting.STORE,
                                "postgresql://latchkey@" + host + "/latchkey",
                                ServerSetting.STORE_TLS,
                                written))
                        .postgresql()
                        .orElseThrow()
                        .tls())
                .isEqualTo(tls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db.example.com/latchkey",
                "postgresql://latchkey@/latchkey",
                "postgresql://latchkey@db.example.com",
                "postgresql://latchkey@db.example.com:0/latchkey",
                "postgresql://latchkey@db.example.com:65536/latchkey",
                "postgresql://latchkey@db.example.com/latch key",
                "postgresql://latchkey@db.example.com,/latchkey",
                "jdbc:postgresql://latchkey@db.example.com/latchkey",
                "mysql://latchkey@db.example.com/latchkey",
                "SQLite",
            })
    void another_address_is_refused_with_one_that_works(String address) {
        assertThat(refused(load(Map.of(ServerSetting.STORE, address))))
                .contains("store = " + address)
                .contains("LATCHKEY_STORE_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://latchkey:swordfish@db.example.com/latchkey",
                "postgresql://latchkey:sword@fish:swordfish@db.example.com/latchkey",
                "postgresql://latchkey:/swordfish@db.example.com/latchkey",
                "postgres://:swordfish@db.example.com/latchkey",
                "postgresql://latchkey@db.example.com/latchkey?password=swordfish",
                "jdbc:postgresql://db.example.com/latchkey?user=x&password=swordfish",
                "postgresql://latchkey:swordfish",
            })
    void a_password_in_the_address_is_refused_and_not_repeated(String address) {
        assertThat(refused(load(Map.of(ServerSetting.STORE, address))))
                .contains("store = ")
                .contains("store.password-file")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.password", "store.passwd", "store-password", "store.pass"})
    void a_password_among_the_settings_is_refused_and_not_repeated(String name) throws IOException {
        Path file = Files.writeString(folder.resolve("latchkey.yaml"), name + ": " + SECRET + "\n");

        assertThat(refused(SettingsLoader.load(Optional.of(file), Map.of(), Map.of())))
                .contains(name + " = …")
                .contains("LATCHKEY_STORE_PASSWORD")
                .doesNotContain(SECRET);
    }

    @Test
    void the_variable_that_holds_the_password_is_no_setting_and_no_mistake() {
        assertThat(SettingsLoader.load(Optional.empty(), Map.of("LATCHKEY_STORE_PASSWORD", SECRET), Map.of()))
                .isInstanceOf(Loading.Loaded.class);
    }

    @Test
    void what_bears_on_postgresql_alone_is_refused_beside_a_file() {
        assertThat(refused(load(Map.of(ServerSetting.STORE_POOL, "20")))).contains("store.pool = 20");
    }

    @ParameterizedTest
    @CsvSource({"store.cache-bound, 249ms", "store.cache-bound, 11s", "store.pool, 1", "store.pool, 501"})
    void bounds_are_kept(String key, String value) {
        Setting<?> setting = ServerSetting.ALL.named(key).orElseThrow();

        assertThat(refused(load(Map.of(ServerSetting.STORE, "postgresql://a@localhost/b", setting, value))))
                .contains(key + " = " + value);
    }

    private static final String POSTGRESQL = "postgresql://latchkey@db.example.com/latchkey";

    private static Loading loadSessions(String address) {
        return load(Map.of(ServerSetting.STORE, POSTGRESQL, ServerSetting.STORE_SESSIONS, address));
    }

    @ParameterizedTest
    @CsvSource({
        "redis://redis.example.com, '', redis://redis.example.com",
        "rediss://latchkey@redis.example.com:6380/2, latchkey, rediss://redis.example.com:6380/2",
        "'redis://r1:7000,[::1]:7001', '', 'redis://r1:7000,[::1]:7001'",
        "'redis-sentinel://s1,s2:26380#main', '', 'redis-sentinel://s1,s2:26380#main'",
    })
    void sessions_may_be_kept_in_redis(String written, String user, String withoutUser) {
        Settings.Redis redis = ((Loading.Loaded) loadSessions(written))
                .settings()
                .postgresql()
                .flatMap(Settings.Postgresql::sessions)
                .orElseThrow();

        assertThat(redis.address()).hasToString(written);
        assertThat(redis.address().user()).isEqualTo(user);
        assertThat(redis.address().withoutUser()).isEqualTo(withoutUser);
    }

    @ParameterizedTest
    @CsvSource({
        "redis://localhost, true, false",
        "'redis://127.0.0.1:7000,[::1]:7001/2', true, false",
        "'redis://localhost,redis.example.com', false, false",
        "rediss://latchkey@redis.example.com:6380, false, true",
        "redis-sentinel://localhost#main, true, false",
        "rediss-sentinel://s1#main, false, true",
    })
    void what_leaves_this_machine_is_told_apart(String address, boolean isHere, boolean isEncrypted) {
        RedisAddress redis = ((Loading.Loaded) loadSessions(address))
                .settings()
                .get(ServerSetting.STORE_SESSIONS)
                .orElseThrow();

        assertThat(redis.isOnThisMachine()).isEqualTo(isHere);
        assertThat(redis.isEncrypted()).isEqualTo(isEncrypted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis.example.com:6379",
                "redis://",
                "redis://redis.example.com:0",
                "redis://r1,,r2",
                "redis://redis.example.com#main",
                "redis-sentinel://s1,s2",
                "http://redis.example.com",
            })
    void another_address_of_redis_is_refused_with_one_that_works(String address) {
        assertThat(refused(loadSessions(address)))
                // What follows a colon could be the password of somebody who forgot the rest.
                .contains("store.sessions = " + address.replaceFirst(":0$", ":…"))
                .contains("LATCHKEY_STORE_SESSIONS_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://:swordfish@redis.example.com",
                "redis://latchkey:swordfish@redis.example.com",
                "redis://latchkey:sword@fish:swordfish@redis.example.com",
                "rediss://redis.example.com?password=swordfish",
            })
    void a_password_in_the_address_of_redis_is_refused_and_not_repeated(String address) {
        assertThat(refused(loadSessions(address)))
                .contains("store.sessions = ")
                .contains("store.sessions-password-file")
                .doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"store.sessions-password", "store.sessions.passwd", "store-sessions-pass"})
    void its_password_among_the_settings_is_refused_and_not_repeated(String name) throws IOException {
        Path file = Files.writeString(folder.resolve("latchkey.yaml"), name + ": " + SECRET + "\n");

        assertThat(refused(SettingsLoader.load(Optional.of(file), Map.of(), Map.of())))
                .contains("LATCHKEY_STORE_SESSIONS_PASSWORD")
                .contains("store.sessions-password-file")
                .doesNotContain(SECRET);
    }

    @Test
    void redis_is_for_servers_that_share_a_database() {
        assertThat(refused(load(Map.of(ServerSetting.STORE_SESSIONS, "redis://redis.example.com"))))
                .contains("store.sessions = redis://redis.example.com")
                .contains("store = postgresql://USER@HOST/DATABASE");
        assertThat(refused(load(Map.of(
                        ServerSetting.STORE, POSTGRESQL, ServerSetting.STORE_SESSIONS_PASSWORD_FILE, "/etc/redis"))))
                .contains("it is for Redis, and sessions are kept with the rest");
    }
}
