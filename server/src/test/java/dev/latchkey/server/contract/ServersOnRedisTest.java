package dev.latchkey.server.contract;

import static dev.latchkey.server.contract.SharedServers.await;
import static dev.latchkey.server.contract.SharedServers.management;
import static dev.latchkey.server.contract.SharedServers.ready;
import static dev.latchkey.server.contract.SharedServers.status;
import static dev.latchkey.server.contract.SharedServers.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.Users;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.testing.redis.RedisServer;
import dev.latchkey.testkit.RawClient;
import io.lettuce.core.AclSetuserArgs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that keep people in a real PostgreSQL and who of them is logged in in a real Redis; and commands beside them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ServersOnRedisTest {
    private static PostgresqlServer postgresql;

    @TempDir
    Path folder;

    private String database;
    private String address;
    private RedisServer redis;
    private SharedServers servers;

    @BeforeAll
    static void startPostgresql() {
        postgresql = new PostgresqlServer();
    }

    @AfterAll
    static void stopPostgresql() {
        postgresql.close();
    }

    @BeforeEach
    void make() {
        database = postgresql.database();
        address = postgresql.address(database);
        redis = RedisServer.start();
        servers = new SharedServers(address, PostgresqlServer.passwordFile(folder));
    }

    @AfterEach
    void end() {
        redis.close();
    }

    private LatchkeyServer server() {
        return server(Map.of(ServerSetting.STORE_SESSIONS, redis.address()));
    }

    private LatchkeyServer serverOnPostgresql() {
        return server(Map.of());
    }

    private LatchkeyServer server(Map<Setting<?>, String> more) {
        LatchkeyServer server = servers.start(more);
        await(() -> ready(server).status() == 200);
        return server;
    }

    private StoreFailure refused(Map<Setting<?>, String> more) {
        return Assertions.catchThrowableOfType(
                        StoreUnavailableException.class, () -> server(more).close())
                .failure()
                .orElseThrow();
    }

    private static Wire.Answer logIn(LatchkeyServer server, Users.Added user, boolean isRemembered) {
        return wire(server)
                .post(
                        "/api/login",
                        "{\"username\":\"jane\",\"password\":\"" + user.password() + "\",\"remember\":" + isRemembered
                                + "}");
    }

    private static String cookie(String name, Wire.Answer login) {
        return "Cookie: " + name + "=" + login.cookie(name).orElseThrow();
    }

    private String command(String... words) {
        return servers.command("", words);
    }

    private String commandOnBoth(String... words) {
        return command(Stream.concat(Stream.of(words), Stream.of("--store-sessions", redis.address()))
                .toArray(String[]::new));
    }

    @Test
    void what_one_or_a_command_ends_has_ended_on_all() throws IOException {
        try (LatchkeyServer first = server();
                LatchkeyServer second = server()) {
            Users.Added jane = first.users().addWithGeneratedPassword("jane", "Jane");
            String cookie = cookie("latchkey", logIn(first, jane, false));
            assertThat(status(second, cookie)).isEqualTo(200);
            assertThat(status(first, cookie)).isEqualTo(200);
            assertThat(wire(second).post("/api/logout", "", cookie).status()).isEqualTo(200);
            assertThat(status(first, cookie)).isEqualTo(401);

            String other = cookie("latchkey", logIn(second, jane, false));
            try (RawClient.Live page =
                    new RawClient(first.port()).open("/api/events", "Host: localhost:" + first.port(), other)) {
                page.until(":\n\n");
                assertThat(commandOnBoth("user", "disable", "jane")).startsWith("0 ");
                page.until("event: ended\ndata: {\"reason\":\"revoked\"}\n\n");
            }
            assertThat(status(first, other)).isEqualTo(401);
            assertThat(commandOnBoth("nodes"))
                    .startsWith("0 ")
                    .contains(":" + first.port(), ":" + second.port())
                    .contains("serving");
        }
    }

    @Test
    void while_redis_is_away_it_is_503_and_nobody_is_logged_out() {
        try (LatchkeyServer server = server()) {
            Users.Added jane = server.users().addWithGeneratedPassword("jane", "Jane");
            String cookie = cookie("latchkey", logIn(server, jane, false));
            redis.kill();

            await(() -> status(server, cookie) == 503);
            await(() -> ready(server).status() == 503);
            assertThat(ready(server).body()).contains("Redis");
            assertThat(wire(server).post("/api/logout", "", cookie).status()).isEqualTo(503);
            assertThat(management(server).get("/metrics").body())
                    .containsPattern("latchkey_store_failures_total\\{[^}]*unreachable[^}]*} [1-9]");

            redis.restart();
            await(() -> status(server, cookie) == 200);
            await(() -> ready(server).status() == 200);
        }
    }

    @Test
    void who_looks_for_sessions_where_they_are_not_is_refused() {
        try (LatchkeyServer server = server()) {
            Users.Added jane = server.users().addWithGeneratedPassword("jane", "Jane");
            assertThat(logIn(server, jane, true).status()).isEqualTo(200);
            // A command that ended nothing would say that it had.
            assertThat(command("user", "disable", "jane"))
                    .startsWith("1 ")
                    .contains("its sessions are in Redis")
                    .contains("--store-sessions redis://HOST:PORT");
        }
        assertThat(refused(Map.of()).message()).contains("its sessions are in Redis");
        try (RedisServer another = RedisServer.start()) {
            assertThat(refused(Map.of(ServerSetting.STORE_SESSIONS, another.address()))
                            .message())
                    .contains("in another Redis than 127.0.0.1:" + another.port())
                    .contains("update latchkey_upkeep set sessions_at = ''");
        }
        postgresql.execute(database, "update latchkey_upkeep set sessions_at = ''");
        try (LatchkeyServer server = serverOnPostgresql()) {
            assertThat(wire(server).get("/api/getsession").status()).isEqualTo(200);
        }
    }

    @Test
    void an_account_is_proven_and_never_left_out() throws IOException {
        redis.tell(asked -> asked.aclSetuser(
                "latchkey",
                AclSetuserArgs.Builder.on()
                        .addPassword("swordfish")
                        .allKeys()
                        .allChannels()
                        .allCommands()));
        String named = redis.address().replace("redis://", "redis://latchkey@");
        assertThat(refused(Map.of(ServerSetting.STORE_SESSIONS, named)).message())
                .contains("the account latchkey has no password here", "store.sessions-password-file");
        Path wrong = Files.writeString(folder.resolve("wrong"), "pike");
        assertThat(refused(Map.of(
                                ServerSetting.STORE_SESSIONS,
                                named,
                                ServerSetting.STORE_SESSIONS_PASSWORD_FILE,
                                wrong.toString()))
                        .message())
                .contains("no such account with that password")
                .doesNotContain("pike");
        Path right = Files.writeString(folder.resolve("right"), "swordfish\n");
        try (LatchkeyServer server = server(Map.of(
                ServerSetting.STORE_SESSIONS, named, ServerSetting.STORE_SESSIONS_PASSWORD_FILE, right.toString()))) {
            assertThat(wire(server).get("/api/getsession").status()).isEqualTo(200);
        }
    }

    @Test
    void two_servers_never_begin_in_two_places() {
        try (LatchkeyServer server = serverOnPostgresql()) {
            assertThat(wire(server).get("/api/getsession").status()).isEqualTo(200);
            assertThat(refused(Map.of(ServerSetting.STORE_SESSIONS, redis.address()))
                            .message())
                    .contains("a server works on it already", "stop every server");
        }
    }

    @Test
    void whoever_is_logged_in_or_remembered_is_taken_over() {
        String session;
        String loggedOut;
        String remembered;
        Users.Added jane;
        try (LatchkeyServer server = serverOnPostgresql()) {
            jane = server.users().addWithGeneratedPassword("jane", "Jané ✓");
            session = cookie("latchkey", logIn(server, jane, false));
            loggedOut = cookie("latchkey", logIn(server, jane, false));
            assertThat(wire(server).post("/api/logout", "", loggedOut).status()).isEqualTo(200);
            remembered = cookie("latchkey-remember", logIn(server, jane, true));
            assertThat(commandOnBoth("migrate")).startsWith("1 ").contains("stop every server");
        }
        assertThat(refused(Map.of(ServerSetting.STORE_SESSIONS, redis.address()))
                        .message())
                .contains("its sessions are in itself")
                .contains("latchkey migrate --store " + address);
        String dry = commandOnBoth("migrate", "--dry-run");
        assertThat(dry)
                .startsWith("0 ")
                .contains("latchkey_session_token\t2\t2\t", "latchkey_remember_series\t1\t1\t", "dry run");
        assertThat(commandOnBoth("migrate", "--dry-run")).isEqualTo(dry);

        assertThat(commandOnBoth("migrate"))
                .startsWith("0 ")
                .contains("latchkey_session_token\t2\t0\t", "latchkey_remember_series\t1\t0\t")
                .contains("--store-sessions " + redis.address());

        assertThat(refused(Map.of()).message()).contains("its sessions are in Redis");
        try (LatchkeyServer server = server()) {
            assertThat(status(server, session)).isEqualTo(200);
            assertThat(status(server, loggedOut)).isEqualTo(401);
            Wire.Answer back = wire(server).get("/api/getsession", remembered);
            assertThat(back.body()).contains("\"login\":true", "Jané ✓");
        }
    }

    @Test
    void what_was_interrupted_goes_on_where_it_was() {
        String session;
        try (LatchkeyServer server = serverOnPostgresql()) {
            Users.Added jane = server.users().addWithGeneratedPassword("jane", "Jane");
            session = cookie("latchkey", logIn(server, jane, false));
        }
        postgresql.execute(
                database,
                "create function fails() returns trigger language plpgsql as 'begin raise exception $$no$$; end'",
                "create trigger fails before delete on latchkey_session execute function fails()");
        assertThat(commandOnBoth("migrate")).startsWith("1 ").contains("it was interrupted", "it goes on where it was");
        try (LatchkeyServer server = serverOnPostgresql()) {
            assertThat(status(server, session)).isEqualTo(200);
        }
        postgresql.execute(database, "drop trigger fails on latchkey_session");

        assertThat(commandOnBoth("migrate", "--dry-run")).contains("latchkey_session_token\t1\t0\t");
        assertThat(commandOnBoth("migrate")).startsWith("0 ");
        try (LatchkeyServer server = server()) {
            assertThat(status(server, session)).isEqualTo(200);
        }
    }

    @Test
    void what_is_in_redis_already_is_never_mixed_up_with_what_comes() {
        Users.Added jane;
        try (LatchkeyServer server = server()) {
            jane = server.users().addWithGeneratedPassword("jane", "Jane");
            assertThat(logIn(server, jane, true).status()).isEqualTo(200);
        }
        postgresql.execute(database, "update latchkey_upkeep set sessions_at = ''");
        try (LatchkeyServer server = serverOnPostgresql()) {
            assertThat(logIn(server, jane, true).status()).isEqualTo(200);
        }

        assertThat(commandOnBoth("migrate"))
                .startsWith("1 ")
                .contains("it has sessions that are not of this database")
                .contains("name an empty one");
    }

    @Test
    void a_database_without_tables_is_filled_first() {
        assertThat(commandOnBoth("migrate")).startsWith("1 ").contains("the same without --store-sessions");
    }
}
