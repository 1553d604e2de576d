package dev.latchkey.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The start script on machines that have next to nothing, with a Java that only says how it was called. */
@Timeout(60)
class LauncherTest {
    private static final List<String> TOOLS =
            List.of("sh", "readlink", "dirname", "sed", "head", "uname", "env", "printf", "ldd");

    @TempDir
    Path folder;

    private Path launcher;
    private Path tools;

    private record Run(int status, String output) {}

    @BeforeEach
    void an_app_folder_and_a_path_without_a_bash() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("app/bin"));
        Files.createDirectories(folder.resolve("app/lib"));
        launcher = bin.resolve("latchkey");
        Files.copy(Path.of("src/main/launcher/latchkey"), launcher);
        makeExecutable(launcher);
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/bin", "/usr/bin")) {
                if (Files.exists(Path.of(place, tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(place, tool));
                }
            }
        }
    }

    /** The links themselves; what cleans up after a test warns of links that lead elsewhere. */
    @AfterEach
    void remove_the_path() throws IOException {
        try (Stream<Path> links = Files.list(tools)) {
            for (Path link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    /** A folder with a Java in it that says it is of that version, and else which arguments it got. */
    private Path java(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
            #!/bin/sh
            if [ "$1" = -version ]; then
              echo 'openjdk version "%s" 2026-01-01' >&2
              exit 0
            fi
            echo "this is %s"
            for argument in "$@"; do echo "[$argument]"; done
            """.formatted(version, name));
        makeExecutable(java);
        return home;
    }

    private static void makeExecutable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Runs it with these variables and no others. */
    private Run run(Map<String, String> variables, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(variables);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private Map<String, String> with(String name, Object value) {
        Map<String, String> variables = new HashMap<>(Map.of("PATH", tools.toString()));
        variables.put(name, value.toString());
        return variables;
    }

    @Nested
    class Where_next_to_nothing_is_set_and_there_is_no_bash {
        @Test
        void it_starts_with_the_java_that_was_chosen() throws IOException, InterruptedException {
            Run run = run(with("LATCHKEY_JAVA_HOME", java("chosen", "21.0.1")), "serve", "--port", "5000");

            assertThat(run.output()).contains("this is chosen", "[serve]\n[--port]\n[5000]\n");
            assertThat(run.status()).isZero();
        }

        @Test
        void it_starts_with_the_systems_java_without_a_home() throws IOException, InterruptedException {
            Run run = run(with("JAVA_HOME", java("system", "25")), "--help");

            assertThat(run.output())
                    .contains("this is system", "[--help]")
                    .doesNotContain("HOME", "unbound", "not set");
            assertThat(run.status()).isZero();
        }
    }

    @Test
    void what_was_typed_arrives_as_it_was_typed() throws IOException, InterruptedException {
        String[] typed = {"user", "add", "a b", "", "*", "$HOME", "--name", "\"x\" 'y' \\"};
        Run run = run(with("LATCHKEY_JAVA_HOME", java("with a blank", "21")), typed);

        StringBuilder expected = new StringBuilder("latchkey-server.jar]\n");
        for (String argument : typed) {
            expected.append('[').append(argument).append("]\n");
        }
        assertThat(run.output()).endsWith(expected);
    }

    @ParameterizedTest(name = "{0} = {1}: {2}")
    @CsvSource({
        "LANG,     C,           C.UTF-8",
        "LANG,     '',          C.UTF-8",
        "LC_ALL,   POSIX,       C.UTF-8",
        "LC_CTYPE, C,           C.UTF-8",
        "LANG,     tr_TR.UTF-8, C.UTF-8",
        "LC_ALL,   en_US.utf8,  C.UTF-8",
        "LANG,     de_DE,       ",
        "LC_ALL,   de_DE.ISO-8859-1, de_DE.ISO-8859-1"
    })
    void names_are_read_as_UTF_8_where_no_locale_names_another_encoding(String name, String value, String locale)
            throws IOException, InterruptedException {
        Path home = folder.resolve("telling");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                if [ "$1" = -version ]; then echo 'version "25"' >&2; else echo "locale ${LC_ALL:-}"; fi
                """);
        makeExecutable(java);
        Map<String, String> variables = with("LATCHKEY_JAVA_HOME", home);
        variables.put(name, value);

        assertThat(run(variables, "version").output()).isEqualTo("locale " + (locale == null ? "" : locale) + "\n");
    }

    @Test
    void options_that_a_person_adds_prevail_over_its_own() throws IOException, InterruptedException {
        Map<String, String> variables = with("LATCHKEY_JAVA_HOME", java("chosen", "21"));
        variables.put("LATCHKEY_JAVA_OPTS", "-Xms1g  -Dx=*");
        Run run = run(variables, "serve");

        assertThat(run.output()).containsSubsequence("[-Xms48m]", "[-Xms1g]\n[-Dx=*]\n[-jar]\n", "[serve]");
    }

    @Nested
    class A_java_that_was_chosen_and_will_not_do {
        @ParameterizedTest(name = "{0}")
        @CsvSource({"11.0.2, version 11", "17.0.1, version 17", "1.8.0_402, version 1", "no Java, version unknown"})
        void is_named_with_its_version(String version, String said) throws IOException, InterruptedException {
            Path old = java("old", version);
            Map<String, String> variables = with("LATCHKEY_JAVA_HOME", old);
            variables.put("JAVA_HOME", java("another", "25").toString());
            Run run = run(variables, "version");

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output())
                    .contains("LATCHKEY_JAVA_HOME is " + old, said, "unset it")
                    .doesNotContain("this is");
        }

        @Test
        void is_named_when_it_is_not_there() throws IOException, InterruptedException {
            Map<String, String> variables = with("LATCHKEY_JAVA_HOME", "/nope");
            variables.put("JAVA_HOME", java("another", "25").toString());
            Run run = run(variables, "version");

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.output())
                    .contains("LATCHKEY_JAVA_HOME is /nope", "no bin/java", "unset it")
                    .doesNotContain("this is");
        }

        @Test
        void is_passed_over_when_it_is_empty() throws IOException, InterruptedException {
            Map<String, String> variables = with("LATCHKEY_JAVA_HOME", "");
            variables.put("JAVA_HOME", java("another", "25").toString());

            assertThat(run(variables, "version").output()).contains("this is another");
        }
    }

    @Test
    void a_java_that_nobody_chose_is_passed_over_when_it_is_too_old() throws IOException, InterruptedException {
        Path old = java("old", "17.0.1");
        Path recent = java("recent", "21.0.1");
        Map<String, String> variables = with("JAVA_HOME", old);
        Files.createSymbolicLink(tools.resolve("java"), recent.resolve("bin/java"));

        // Machines have others in usual folders, which come before or after; the old one is never taken.
        assertThat(run(variables, "version").output()).doesNotContain("this is old");
    }
}
