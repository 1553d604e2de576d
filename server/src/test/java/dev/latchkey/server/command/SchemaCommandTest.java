package dev.latchkey.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.jdbc.schema.Dialect;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SchemaCommandTest {
    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = LatchkeyCommand.commandLine();
        line.setOut(new PrintWriter(printed));
        line.setErr(new PrintWriter(errors));
        return line.execute(arguments);
    }

    @ParameterizedTest
    @EnumSource
    void prints_all_that_makes_the_tables(Dialect dialect) {
        assertThat(run("schema", "--dialect", dialect.label())).isZero();

        assertThat(printed.toString())
                .isEqualToNormalizingNewlines(dialect.script())
                .contains("create table", "latchkey_session_token", "insert into latchkey_schema");
    }

    @Test
    void prints_only_what_an_earlier_version_lacks() {
        assertThat(run("schema", "--dialect", "sqlite", "--after", "3")).isZero();

        assertThat(printed.toString())
                .contains("alter table latchkey_session rename")
                .doesNotContain("create table latchkey_user");
    }

    @Test
    void names_the_databases_that_there_are() {
        assertThat(run("schema", "--dialect", "oracle")).isNotZero();

        assertThat(errors.toString()).contains("--dialect = oracle: it is none of sqlite, postgresql, h2");
    }
}
