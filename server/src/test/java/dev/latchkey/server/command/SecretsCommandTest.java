package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.core.store.Secret;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.sqlite.SqliteDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SecretsCommandTest {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Secret csrf;

    @BeforeEach
    void make_two_keys() {
        try (SqliteDatabase database = SqliteDatabase.open(folder.resolve("latchkey.db"))) {
            csrf = database.secretStore()
                    .getOrCreate("csrf", new Tokens().newSecret(32), MADE)
                    .getFirst();
            database.secretStore().getOrCreate("remember-me", new Tokens().newSecret(32), MADE);
        }
    }

    private String run(String... arguments) {
        StringWriter printed = new StringWriter();
        CommandLine line = LatchkeyCommand.commandLine();
        line.setOut(new PrintWriter(printed));
        StringWriter errors = new StringWriter();
        line.setErr(new PrintWriter(errors));
        assertThat(line.execute(arguments)).as(errors.toString()).isZero();
        assertThat(errors.toString()).contains("database: " + folder.resolve("latchkey.db"));
        return printed.toString();
    }

    @Test
    void listing_tells_purpose_version_and_age_and_no_key() {
        assertThat(run("secrets", "list", "--data", folder.toString()))
                .isEqualToNormalizingNewlines("""
                        csrf\tversion 1\tmade 2026-01-01T00:00:00Z
                        remember-me\tversion 1\tmade 2026-01-01T00:00:00Z
                        """)
                .doesNotContain(Base64.getEncoder().encodeToString(csrf.value()));
    }

    @Test
    void rotating_adds_a_version_of_each_and_keeps_those_of_before() {
        assertThat(run("secrets", "rotate", "--data", folder.toString()))
                .contains(
                        "csrf\tversion 2\t",
                        "csrf\tversion 1\t",
                        "remember-me\tversion 2\t",
                        "remember-me\tversion 1\t");
    }

    @Test
    void keys_that_leaked_are_forgotten_on_request() {
        assertThat(run("secrets", "rotate", "--forget-former", "--data", folder.toString()))
                .contains("forgot 2 former versions", "csrf\tversion 2\t", "remember-me\tversion 2\t")
                .doesNotContain("version 1");
    }
}
