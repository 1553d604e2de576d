package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.account.User;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.SettingsLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UserCommandTest {
    private static final String GOOD = "a sentence that nobody knows";

    @TempDir
    Path folder;

    private String out = "";
    private String err = "";

    @Nested
    class A_password {
        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({
            "jane jane jane 99, more than the username",
            "14 characters!, at least 15 characters",
            "correct horse battery staple, guessed first",
            "aaaaaaaaaaaaaaaaaaaa, repeated"
        })
        void that_breaks_a_rule_of_the_web_is_refused_here_too(String typed, String why) {
            assertThat(run(typed, "add", "jane")).isEqualTo(2);
            assertThat(err).contains(why).contains("--allow-weak").doesNotContain(typed);
            assertThat(run(typed, "password", "jane")).isNotZero();
            assertThat(users()).isEmpty();
        }

        @Test
        void that_breaks_a_rule_is_taken_when_the_operator_says_so() {
            assertThat(run("short", "add", "jane", "--allow-weak")).isZero();
            assertThat(run("short as well", "password", "jane")).isEqualTo(2);
            assertThat(run("short as well", "password", "jane", "--allow-weak")).isZero();
        }

        @Test
        void has_the_length_that_the_configuration_asks_for() throws IOException {
            Path config = Files.writeString(folder.resolve("latchkey.yaml"), "password:\n  min-length: 20\n");

            assertThat(run("nineteen characters", "add", "jane", "--config", config.toString()))
                    .isEqualTo(2);
            assertThat(err).contains("at least 20 characters");
        }

        @ParameterizedTest
        @ValueSource(strings = {"add", "password"})
        void has_its_rules_and_the_way_around_them_in_the_help(String command) {
            assertThat(run("", command, "--help")).isZero();
            assertThat(out).contains("--allow-weak").contains("password.min-length");
        }
    }

    @Nested
    class A_username {
        @Test
        void that_looks_like_another_needs_a_word() {
            run(GOOD, "add", "scope");

            assertThat(run(GOOD, "add", "ѕсоре")).isEqualTo(1);
            assertThat(err).contains("looks like that of scope").contains("--allow-lookalike");
            assertThat(run(GOOD, "add", "ѕсоре", "--allow-lookalike")).isZero();
        }

        @Test
        void that_is_taken_stays_taken_in_every_spelling() {
            run(GOOD, "add", "strasse");

            assertThat(run(GOOD, "add", "STRA\u1E9EE", "--allow-lookalike")).isEqualTo(1);
            assertThat(run(GOOD, "add", "Straße")).isEqualTo(1);
            assertThat(err).contains("the username is taken: strasse");
        }

        @Test
        void that_arrived_damaged_is_refused_with_the_cure() {
            open().close();
            assertThat(run(GOOD, "add", "m\uFFFDller")).isEqualTo(2);
            assertThat(err).contains("U+FFFD").contains("UTF-8");
            assertThat(run(GOOD, "disable", "m\uFFFDller")).isEqualTo(2);
            assertThat(err).contains("U+FFFD").contains("UTF-8");
            assertThat(users()).isEmpty();
        }

        @Test
        void that_came_in_damaged_before_can_be_deleted() {
            Username damaged = Username.ofStored("m\uFFFDller").orElseThrow();
            try (OpenData data = open()) {
                data.users().addLookalike(damaged, "X", Password.parse(GOOD).orElseThrow());
            }

            assertThat(run("", "delete", "m\uFFFDller")).isZero();
            assertThat(users()).isEmpty();
        }
    }

    @Test
    void a_name_that_turns_text_around_is_refused_by_its_character() {
        assertThat(run(GOOD, "add", "jane", "--name", "Jane\u202EeoD")).isEqualTo(2);
        assertThat(err).contains("U+202E (RIGHT-TO-LEFT OVERRIDE)");
        assertThat(users()).isEmpty();
    }

    private Stream<User> users() {
        try (OpenData data = open()) {
            return data.users().listAfter("").stream();
        }
    }

    private OpenData open() {
        return OpenData.open(((SettingsLoader.Loading.Loaded)
                        SettingsLoader.load(Optional.empty(), Map.of(), Map.of(ServerSetting.DATA, folder.toString())))
                .settings());
    }

    private int run(String password, String... arguments) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine();
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(complained));
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            return line.execute(
                    Stream.of(Stream.of("user"), Arrays.stream(arguments), Stream.of("--data", folder.toString()))
                            .flatMap(part -> part)
                            .toArray(String[]::new));
        } finally {
            System.setIn(before);
            out = printed.toString();
            err = complained.toString();
        }
    }
}
