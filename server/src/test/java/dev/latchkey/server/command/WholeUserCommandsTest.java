package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is told of users that were changed, or were not. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WholeUserCommandsTest {
    private static final Username JANE = Username.parse("jane").orElseThrow();

    @TempDir
    Path folder;

    private String told = "";

    @BeforeEach
    void addJane() {
        try (OpenData data = open()) {
            data.users().add(JANE, "Jane", Password.parse("a password").orElseThrow());
        }
    }

    private OpenData open() {
        return OpenData.open(((SettingsLoader.Loading.Loaded)
                        SettingsLoader.load(Optional.empty(), Map.of(), Map.of(ServerSetting.DATA, folder.toString())))
                .settings());
    }

    private int run(String... arguments) {
        StringWriter printed = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine();
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(printed));
        int code = line.execute(arguments);
        told = printed.toString();
        return code;
    }

    private void raw(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("latchkey.db"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "delete"})
    void a_command_that_was_interrupted_half_way_did_nothing_and_says_so_and_works_again(String act)
            throws SQLException {
        raw("create trigger guarded before " + (act.equals("delete") ? "delete" : "update")
                + " on latchkey_user begin select raise(fail, 'no'); end");

        assertThat(run("user", act, "jane", "--data", folder.toString())).isEqualTo(1);
        assertThat(told).contains("nothing was changed: run the command again");
        assertThat(jane().map(User::isDisabled)).contains(false);

        raw("drop trigger guarded");
        assertThat(run("user", act, "jane", "--data", folder.toString())).isZero();
        assertThat(told).contains("all their sessions are ended");
    }

    private Optional<User> jane() {
        try (OpenData data = open()) {
            return data.users().find(JANE);
        }
    }

    @Test
    void who_is_let_in_again_is_told_of() {
        run("user", "disable", "jane", "--data", folder.toString());

        assertThat(run("user", "disable", "--undo", "jane", "--data", folder.toString()))
                .isZero();
        assertThat(told).contains("enabled jane");
        assertThat(jane().map(User::isDisabled)).contains(false);
    }
}
