package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("A command line that is none")
class MisuseTest {
    private static String said(String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine(arguments);
        line.setErr(new PrintWriter(text));
        assertThat(line.execute(arguments)).isEqualTo(2);
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "serve --prot 1, did you mean --port?",
        "demo --pubic-origin=http://localhost, did you mean --public-origin?",
        "serve --session.idle-timeout 1h, did you mean --session-idle-timeout?",
        "audit --usr jane, did you mean --user?",
        "sevre, did you mean latchkey serve?",
        "user lst, did you mean latchkey user list?",
        "user add -bob, a name that begins with a hyphen comes after two: latchkey user add -- -bob"
    })
    void is_told_with_what_was_probably_meant(String line, String suggestion) {
        assertThat(said(line.split(" "))).contains("  " + suggestion + System.lineSeparator());
    }

    @Test
    void is_told_without_a_guess_where_nothing_is_near() {
        assertThat(said("serve", "--xyz")).contains("--xyz").doesNotContain("did you mean");
    }

    @Test
    void no_file_is_read_for_a_name_that_begins_with_an_at(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("words"), "list");

        assertThat(said("user", "@" + file)).contains("@" + file);
    }

    @Test
    void of_a_host_of_files_is_told_as_the_same_settings_of_a_server_are(@TempDir Path build) throws IOException {
        Files.writeString(build.resolve("index.html"), "<!doctype html>");

        String said = said(
                "static",
                "--dir",
                build.toString(),
                "--page-csp-script-src",
                "'unsafe-inline'",
                "--page-routes",
                "user");

        assertThat(said)
                .contains("page.csp.script-src = 'unsafe-inline'")
                .contains("page.routes = user")
                .endsWith("not started: the configuration cannot work" + System.lineSeparator());
    }
}
