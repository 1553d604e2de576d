package dev.latchkey.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.Users;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.postgresql.PostgresqlServer;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.command.LatchkeyCommand;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a server on a file to one on a real PostgreSQL, over HTTP before and after. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MigrationTest {
    private static PostgresqlServer postgresql;

    @TempDir
    Path folder;

    private String database;
    private String address;

    @BeforeAll
    static void start() {
        postgresql = new PostgresqlServer();
    }

    @AfterAll
    static void stop() {
        postgresql.close();
    }

    @BeforeEach
    void make() {
        database = postgresql.database();
        address = postgresql.address(database);
        PostgresqlServer.passwordFile(folder);
    }

    private LatchkeyServer server(boolean isShared) {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        flags.put(ServerSetting.PORT, "0");
        flags.put(ServerSetting.MANAGEMENT_PORT, "off");
        flags.put(ServerSetting.DATA, folder.resolve("data").toString());
        flags.put(ServerSetting.PASSWORD_MEMORY_KIB, "7168");
        if (isShared) {
            flags.put(ServerSetting.STORE, address);
            flags.put(
                    ServerSetting.STORE_PASSWORD_FILE,
                    folder.resolve("database-password").toString());
        }
        return LatchkeyServer.start(
                ((Loading.Loaded) SettingsLoader.load(Optional.empty(), Map.of(), flags)).settings());
    }

    private String migrate(String... more) {
        String[] arguments = new String[7 + more.length];
        String[] always = {
            "migrate",
            "--data",
            folder.resolve("data").toString(),
            "--store",
            address,
            "--store-password-file",
            folder.resolve("database-password").toString()
        };
        System.arraycopy(always, 0, arguments, 0, always.length);
        System.arraycopy(more, 0, arguments, always.length, more.length);
        StringWriter out = new StringWriter();
        PrintWriter terminal = new PrintWriter(out, true);
        int exitCode = LatchkeyCommand.commandLine(arguments)
                .setOut(terminal)
                .setErr(terminal)
                .execute(arguments);
        return exitCode + " " + out;
    }

    /** What browsers hold that logged in before, as they send it. */
    private record Held(String session, String loggedOut, String remembered, String password) {}

    private Held before() {
        try (LatchkeyServer server = server(false)) {
            Wire wire = new Wire(server.port(), Protocol.HTTP_1_1);
            Users.Added jane = server.users().addWithGeneratedPassword("jane", "Jané ✓");
            String body = "{\"username\":\"jane\",\"password\":\"" + jane.password() + "\"";
            Wire.Answer login = wire.post("/api/login", body + "}");
            Wire.Answer other = wire.post("/api/login", body + "}");
            String loggedOut = "Cookie: latchkey=" + other.cookie("latchkey").orElseThrow();
            assertThat(wire.post("/api/logout", "", loggedOut).status()).isEqualTo(200);
            Wire.Answer remembered = wire.post("/api/login", body + ",\"remember\":true}");
            return new Held(
                    "Cookie: latchkey=" + login.cookie("latchkey").orElseThrow(),
                    loggedOut,
                    "Cookie: latchkey-remember="
                            + remembered.cookie("latchkey-remember").orElseThrow(),
                    jane.password());
        }
    }

    private void demandThatNobodyNoticed(Held held) {
        try (LatchkeyServer server = server(true)) {
            Wire wire = new Wire(server.port(), Protocol.HTTP_1_1);
            assertThat(wire.get("/api/data", held.session()).status()).isEqualTo(200);
            assertThat(wire.get("/api/data", held.loggedOut()).body()).contains("logged_out");
            Wire.Answer back = wire.get("/api/getsession", held.remembered());
            assertThat(back.body()).contains("\"login\":true", "Jané ✓");
            assertThat(back.cookie("latchkey")).isPresent();
            assertThat(wire.post("/api/login", "{\"username\":\"jane\",\"password\":\"" + held.password() + "\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void nobody_is_logged_out_and_whoever_was_stays_so() {
        Held held = before();

        assertThat(migrate())
                .startsWith("0 ")
                .containsPattern("latchkey_user\t1\t0\t[0-9a-f]{16}")
                .containsPattern("latchkey_session\t3\t0\t[0-9a-f]{16}")
                .contains("every row was compared");

        demandThatNobodyNoticed(held);
    }

    @Test
    void a_dry_run_tells_what_is_missing_and_adds_nothing() {
        before();

        String first = migrate("--dry-run");
        assertThat(first)
                .startsWith("0 ")
                .contains("latchkey_user\t1\t1\t", "latchkey_session\t3\t3\t", "nothing was taken over");
        assertThat(migrate("--dry-run")).isEqualTo(first);
    }

    @Test
    void one_that_was_interrupted_goes_on_where_it_was() {
        Held held = before();
        assertThat(migrate()).startsWith("0 ");
        postgresql.execute(
                database,
                "delete from latchkey_session_token",
                "delete from latchkey_audit_entry where position > 2",
                "delete from latchkey_remember_series");

        assertThat(migrate("--dry-run")).contains("latchkey_user\t1\t0\t", "latchkey_remember_series\t1\t1\t");
        assertThat(migrate()).startsWith("0 ").contains("every row was compared");

        demandThatNobodyNoticed(held);
    }

    @Test
    void what_is_there_already_is_never_mixed_up_with_what_comes() {
        before();
        try (LatchkeyServer server = server(true)) {
            server.users().addWithGeneratedPassword("somebody", "Else");
        }

        assertThat(migrate())
                .startsWith("1 ")
                .contains("that is not of the file")
                .contains("name an empty database");
        assertThat(migrate("--dry-run")).startsWith("1 ");
    }

    @Test
    void a_row_that_differs_is_found() {
        before();
        assertThat(migrate()).startsWith("0 ");
        postgresql.execute(database, "update latchkey_session set last_seen_at = last_seen_at + 1");

        assertThat(migrate()).startsWith("1 ").contains("something in latchkey_session that is");
    }

    @Test
    void a_server_on_either_side_is_in_the_way() {
        before();
        try (LatchkeyServer server = server(true)) {
            Wire wire = new Wire(server.port(), Protocol.HTTP_1_1);
            assertThat(wire.get("/api/getsession").status()).isEqualTo(200);
            assertThat(migrate()).startsWith("1 ").contains("stop every server");
        }
    }

    @Test
    void a_file_that_is_not_there_and_a_target_that_is_not_named_are_told() {
        assertThat(migrate()).startsWith("1 ").contains("data");
    }
}
