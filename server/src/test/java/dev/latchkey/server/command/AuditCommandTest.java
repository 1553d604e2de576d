package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AuditCommandTest {
    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @BeforeEach
    void disable_jane_and_let_her_in_again_and_disable_joe() {
        try (OpenData data = open()) {
            for (String name : new String[] {"jane", "joe"}) {
                data.users()
                        .add(username(name), name, Password.parse("a password").orElseThrow());
                data.users().setDisabled(data.users().find(username(name)).orElseThrow(), true);
            }
            data.users().setDisabled(data.users().find(username("jane")).orElseThrow(), false);
        }
    }

    private OpenData open() {
        return OpenData.open(((SettingsLoader.Loading.Loaded)
                        SettingsLoader.load(Optional.empty(), Map.of(), Map.of(ServerSetting.DATA, folder.toString())))
                .settings());
    }

    private static Username username(String name) {
        return Username.parse(name).orElseThrow();
    }

    private int run(String... arguments) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine();
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(complained));
        int code = line.execute(arguments);
        out = printed.toString();
        err = complained.toString();
        return code;
    }

    private int audit(String... arguments) {
        return run(Stream.concat(Stream.of("audit", "--data", folder.toString()), Arrays.stream(arguments))
                .toArray(String[]::new));
    }

    @Test
    void every_line_tells_when_what_and_whom_the_latest_last() {
        assertThat(audit()).isZero();
        assertThat(out.lines())
                .hasSize(5)
                .allMatch(line -> line.matches(
                        "20\\S{21}Z  user-\\S+  user=(jane|joe)" + "  principal=[A-Za-z0-9_-]{22}  detail=by:\\S+"));
        assertThat(out.lines().toList().getLast()).contains("user-enabled");
    }

    @Test
    void of_one_user() {
        assertThat(audit("--user", "joe")).isZero();
        assertThat(out.lines()).hasSize(2).first().asString().contains("user-added");
        assertThat(out.lines().toList().getLast()).contains("user-disabled");
    }

    @Test
    void of_a_deleted_user_by_the_principals_id() {
        audit("--user", "joe");
        String id = out.lines().findFirst().orElseThrow().replaceAll(".*principal=(\\S+).*", "$1");
        assertThat(run("user", "delete", "joe", "--data", folder.toString())).isZero();

        assertThat(audit("--user", id)).isZero();
        assertThat(out.lines()).hasSize(3).noneMatch(line -> line.contains("user="));
        assertThat(out).contains("user-deleted");
    }

    @Test
    void of_some_kinds() {
        assertThat(audit("--kind", "user-enabled,logged-in")).isZero();
        assertThat(out.lines()).singleElement().asString().contains("user-enabled");
    }

    @Test
    void as_json_one_object_a_line() {
        assertThat(audit("--json", "--limit", "1")).isZero();
        assertThat(out.strip())
                .matches("\\{\"at\":\"20[^\"]{21}Z\",\"kind\":\"user-enabled\",\"user\":\"jane\","
                        + "\"principal\":\"[A-Za-z0-9_-]{22}\",\"detail\":\"by:[^\"]+\",\"count\":1}");
    }

    @Test
    void since_some_time() {
        assertThat(audit("--since", "1h")).isZero();
        assertThat(out.lines()).hasSize(5);
        assertThat(audit("--since", "2999-01-01T00:00:00Z")).isZero();
        assertThat(out).isEmpty();
    }

    @Test
    void the_kinds_are_listed_on_request() {
        assertThat(audit("--kind", "help")).isZero();
        assertThat(out).contains("logged-in", "remember-me-stolen");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--since, yesterday, 2, --since = yesterday: it is neither an age nor an instant",
        "--kind, nonsense, 2, --kind = nonsense: there is no such kind",
        "--limit, 0, 2, --limit = 0: limit is 1 to 10000",
        "--user, no body, 1, there is no user no?body",
        "--user, nobody, 1, there is no user nobody; for one who was deleted give the principal's id"
    })
    void what_does_not_fit_is_told_with_its_cure(String option, String value, int code, String message) {
        assertThat(audit(option, value)).isEqualTo(code);
        assertThat(err).contains(message);
    }
}
