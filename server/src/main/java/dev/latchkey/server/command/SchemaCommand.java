package dev.latchkey.server.command;

import dev.latchkey.jdbc.schema.Dialect;
import dev.latchkey.jdbc.schema.SchemaScript;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code latchkey schema}. */
@Command(
        name = "schema",
        description = "Print the SQL that makes Latchkey's tables, for a database in which someone else makes tables.",
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--dialect",
            required = true,
            paramLabel = "NAME",
            completionCandidates = Labels.class,
            description = "which database: ${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String dialect;

    @Option(
            names = "--after",
            paramLabel = "VERSION",
            defaultValue = "0",
            description = "only what takes tables of that version along; 0, the default: all, for a new database")
    private int after;

    SchemaCommand() {}

    /** For the help. */
    static final class Labels implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Dialect.values()).map(Dialect::label).iterator();
        }
    }

    @Override
    public void run() {
        Dialect chosen = Dialect.labelled(dialect)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--dialect = " + dialect + ": it is none of " + String.join(", ", new Labels())));
        spec.commandLine()
                .getOut()
                .print(chosen.scriptsAfter(after).stream()
                        .map(SchemaScript::text)
                        .collect(Collectors.joining(System.lineSeparator())));
        spec.commandLine().getOut().flush();
    }
}
