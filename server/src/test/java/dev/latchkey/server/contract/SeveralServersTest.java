package dev.latchkey.server.contract;

import static dev.latchkey.server.contract.SharedServers.await;
import static dev.latchkey.server.contract.SharedServers.management;
import static dev.latchkey.server.contract.SharedServers.ready;
import static dev.latchkey.server.contract.SharedServers.status;
import static dev.latchkey.server.contract.SharedServers.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.LoginSetting;
import dev.latchkey.core.account.Users;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.postgresql.SilentRelay;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that share a real PostgreSQL, over HTTP; and commands beside them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class SeveralServersTest {
    private static final String PASSWORD = "correct horse battery";

    private static PostgresqlServer postgresql;

    @TempDir
    Path folder;

    private String address;
    private LatchkeyServer first;
    private LatchkeyServer second;
    private Users.Added user;

    @BeforeAll
    static void startPostgresql() {
        postgresql = new PostgresqlServer();
    }

    @AfterAll
    static void stopPostgresql() {
        postgresql.close();
    }

    @BeforeEach
    void start() {
        address = postgresql.address(postgresql.database());
        first = server();
        second = server();
        user = first.users().addWithGeneratedPassword("jane", "Jane");
        Stream.of(first, second).forEach(server -> await(() -> ready(server).status() == 200));
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    private LatchkeyServer server() {
        return server(address);
    }

    private LatchkeyServer server(String address) {
        return server(address, Map.of());
    }

    private LatchkeyServer server(String address, Map<Setting<?>, String> more) {
        return new SharedServers(address, PostgresqlServer.passwordFile(folder)).start(more);
    }

    private String logIn(LatchkeyServer server) {
        Wire.Answer answer =
                wire(server).post("/api/login", "{\"username\":\"jane\",\"password\":\"" + user.password() + "\"}");
        return "Cookie: latchkey=" + answer.cookie("latchkey").orElseThrow();
    }

    private String command(String input, String... words) {
        return new SharedServers(address, folder.resolve("database-password")).command(input, words);
    }

    @Test
    void a_login_on_one_is_a_login_on_all_and_so_is_a_logout() {
        String cookie = logIn(first);

        assertThat(status(first, cookie)).isEqualTo(200);
        assertThat(status(second, cookie)).isEqualTo(200);
        assertThat(wire(second).post("/api/logout", "", cookie).status()).isEqualTo(200);
        assertThat(status(first, cookie)).isEqualTo(401);
        assertThat(status(second, cookie)).isEqualTo(401);
    }

    @Test
    void a_page_that_is_open_on_one_hears_what_another_or_a_command_ended() throws IOException {
        RawClient client = new RawClient(first.port());
        String elsewhere = logIn(second);
        try (RawClient.Live stream = client.open("/api/events", host(), elsewhere)) {
            stream.until(":\n\n");
            assertThat(wire(second).post("/api/logout", "", elsewhere).status()).isEqualTo(200);
            stream.until("event: ended\ndata: {\"reason\":\"logged_out\"}\n\n");
        }
        try (RawClient.Live stream = client.open("/api/events", host(), logIn(second))) {
            stream.until(":\n\n");
            assertThat(command("", "user", "disable", "jane")).startsWith("0 ");
            stream.until("event: ended\ndata: {\"reason\":\"revoked\"}\n\n");
        }
    }

    @Test
    void a_server_that_stops_lets_open_pages_go_to_another_one() throws IOException {
        String cookie = logIn(first);
        try (RawClient.Live stream = new RawClient(second.port()).open("/api/events", host(second), cookie)) {
            stream.until(":\n\n");
            second.close();
            assertThat(stream.end().body()).matches("(:\n\n)+");
        }
        second = server();
        try (RawClient.Live stream = new RawClient(first.port()).open("/api/events", host(), cookie)) {
            stream.until(":\n\n");
        }
    }

    private String host() {
        return host(first);
    }

    private static String host(LatchkeyServer server) {
        return "Host: localhost:" + server.port();
    }

    @Test
    void what_a_command_ends_is_ended_on_all_when_it_is_done() {
        String cookie = logIn(first);
        assertThat(status(second, cookie)).isEqualTo(200);

        assertThat(command("", "user", "disable", "jane")).startsWith("0 ").contains("all their sessions are ended");

        assertThat(status(first, cookie)).isEqualTo(401);
        assertThat(status(second, cookie)).isEqualTo(401);
    }

    @Test
    void commands_work_on_what_the_servers_share() {
        logIn(first);

        assertThat(command(PASSWORD + "\n", "user", "add", "john")).startsWith("0 ");
        assertThat(command("", "user", "list")).startsWith("0 ").contains("jane\t", "john\t", "database: " + address);
        assertThat(command("", "audit")).startsWith("0 ").contains("john");
        assertThat(command("", "secrets", "list")).startsWith("0 ").contains("version 1");
        assertThat(command("", "secrets", "rotate")).startsWith("0 ").contains("version 2");
    }

    @Test
    void a_command_that_works_on_a_file_says_so_and_what_to_do_instead() {
        assertThat(command("", "backup", "copy"))
                .startsWith("1 store = " + address)
                .contains("pg_dump --format=custom")
                .contains(address);
        assertThat(command("", "restore", "copy"))
                .startsWith("1 store = " + address)
                .contains("pg_restore");
    }

    @Test
    void it_can_be_listed_who_serves_and_how_far_each_is() {
        assertThat(command("", "nodes"))
                .startsWith("0 ")
                .containsPattern("[^\\t]+:" + first.port() + "\t[^\\t]+\tserving\t")
                .containsPattern("[^\\t]+:" + second.port() + "\t[^\\t]+\tserving\t");
        second.close();
        assertThat(command("", "nodes", "--json"))
                .contains(":" + first.port() + "\"", "\"serving\":true", "\"unheard\":")
                .doesNotContain(":" + second.port() + "\"");
        second = server();
    }

    @Test
    void the_doctor_looks_at_what_they_share() {
        assertThat(command("", "doctor"))
                .startsWith("3 ")
                .contains("fsync is off", "full_page_writes is off", "a logout that was acknowledged may be undone");
        postgresql.execute(
                address.substring(address.lastIndexOf('/') + 1), "insert into latchkey_schema values (99, 99, 0)");
        assertThat(command("", "doctor")).startsWith("1 ").contains("install the release that was used last");
    }

    @Test
    void the_doctor_tells_where_they_are_set_differently() {
        assertThat(command("", "doctor")).doesNotContain("set differently");
        second.close();
        second = server(
                address, Map.of(LoginSetting.SESSION_IDLE_TIMEOUT, "1800s", DeploymentSetting.COOKIE_NAME, "notes"));
        await(() -> ready(second).status() == 200);

        assertThat(command("", "doctor"))
                .startsWith("3 ")
                .contains("cookie.name", "the default on ", "notes on ", "session.idle-timeout", ":" + second.port())
                .contains("give all of them the same cookie.name");
    }

    @Test
    void metrics_tell_of_the_pool_and_the_lease_and_not_of_a_file() {
        Wire.Answer answer = management(first).get("/metrics");

        assertThat(answer.body())
                .contains("latchkey_store_connections{state=\"used\"}", "latchkey_node_ready 1")
                .contains("latchkey_store_failures_total{cause=\"unreachable\"}")
                .doesNotContain("latchkey_store_size_bytes");
    }

    @Test
    void a_server_that_ends_in_order_takes_nobodys_session_along() {
        List<String> cookies = List.of(logIn(first), logIn(second));

        second.close();
        second = server();

        assertThat(cookies).allSatisfy(cookie -> {
            assertThat(status(first, cookie)).isEqualTo(200);
            assertThat(status(second, cookie)).isEqualTo(200);
        });
    }

    @Test
    void a_database_that_falls_silent_logs_nobody_out_and_is_asked_again_by_itself() {
        String database = postgresql.database();
        try (SilentRelay relay = new SilentRelay(postgresql.port());
                LatchkeyServer server = server(PostgresqlServer.address(database, relay.port()))) {
            user = server.users().addWithGeneratedPassword("jane", "Jane");
            await(() -> ready(server).status() == 200);
            String cookie = logIn(server);
            assertThat(status(server, cookie)).isEqualTo(200);

            relay.silent(true);
            List<Integer> until = new ArrayList<>();
            await(() -> {
                until.add(status(server, cookie));
                return until.getLast() == 503;
            });
            List<Integer> during =
                    Stream.generate(() -> status(server, cookie)).limit(200).toList();
            Wire.Answer unready = ready(server);
            relay.silent(false);
            await(() -> status(server, cookie) == 200);
            await(() -> ready(server).status() == 200);

            assertThat(until).doesNotContain(401);
            assertThat(during).containsOnly(503);
            assertThat(unready.status()).isEqualTo(503);
            assertThat(unready.body()).contains("store_unavailable", "cure");
        }
    }

    @Test
    void a_database_that_ends_and_comes_back_logs_nobody_out() {
        String database = postgresql.database();
        try (LatchkeyServer server = server(postgresql.address(database))) {
            user = server.users().addWithGeneratedPassword("jane", "Jane");
            await(() -> ready(server).status() == 200);
            String cookie = logIn(server);

            postgresql.execute("postgres", "alter database " + database + " allow_connections off");
            postgresql.execute(
                    "postgres",
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
            await(() -> status(server, cookie) == 503);
            assertThat(wire(server).post("/api/logout", "", cookie).status()).isEqualTo(503);
            postgresql.execute("postgres", "alter database " + database + " allow_connections on");

            await(() -> status(server, cookie) == 200);
            await(() -> ready(server).status() == 200);
        }
    }
}
