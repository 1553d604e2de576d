package dev.latchkey.server.command;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.engine.CannotListenException;
import dev.latchkey.engine.TlsFilesException;
import dev.latchkey.jdbc.schema.IncompatibleDatabaseException;
import dev.latchkey.server.app.CannotStartException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code latchkey}: the list of what it can do. */
@Command(
        name = "latchkey",
        description = "Session-cookie login for single-page apps.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class LatchkeyCommand implements Runnable {
    /** In the order in which help lists them. */
    private static final Map<String, Class<?>> SUBCOMMANDS = new LinkedHashMap<>();

    static {
        SUBCOMMANDS.put("serve", ServeCommand.class);
        SUBCOMMANDS.put("demo", DemoCommand.class);
        SUBCOMMANDS.put("static", StaticCommand.class);
        SUBCOMMANDS.put("user", UserCommand.class);
        SUBCOMMANDS.put("secrets", SecretsCommand.class);
        SUBCOMMANDS.put("audit", AuditCommand.class);
        SUBCOMMANDS.put("backup", BackupCommand.class);
        SUBCOMMANDS.put("restore", RestoreCommand.class);
        SUBCOMMANDS.put("migrate", MigrateCommand.class);
        SUBCOMMANDS.put("nodes", NodesCommand.class);
        SUBCOMMANDS.put("schema", SchemaCommand.class);
        SUBCOMMANDS.put("doctor", DoctorCommand.class);
        SUBCOMMANDS.put("version", VersionCommand.class);
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Made by picocli. */
    LatchkeyCommand() {}

    /**
     * The command line. Where arguments are given that begin with a command, it knows no other one: describing all of
     * them would lengthen each start.
     */
    public static CommandLine commandLine(String... arguments) {
        boolean namesOne = arguments.length > 0 && SUBCOMMANDS.containsKey(arguments[0]);
        return commandLine(namesOne ? Set.of(arguments[0]) : SUBCOMMANDS.keySet());
    }

    private static CommandLine commandLine(Set<String> names) {
        CommandLine line = new CommandLine(new LatchkeyCommand());
        SUBCOMMANDS.forEach((name, command) -> {
            if (names.contains(name)) {
                line.addSubcommand(name, command);
            }
        });
        line.getSubcommands().values().stream().map(CommandLine::getCommandSpec).forEach(spec -> {
            if (spec.userObject() instanceof TakesSettings command) {
                command.addOptions(spec);
            }
        });
        // A name may begin with @, and no file is meant by it.
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler(LatchkeyCommand::explainMisuse);
        line.setExecutionExceptionHandler(LatchkeyCommand::explainFailure);
        return line;
    }

    /** One line and where to read more: a screenful of options would hide what was wrong. */
    private static int explainMisuse(ParameterException misuse, String[] arguments) {
        CommandLine command = misuse.getCommandLine();
        command.getErr().println(misuse.getMessage());
        Suggestion.of(misuse, arguments).ifPresent(line -> command.getErr().println("  " + line));
        command.getErr().println("  " + command.getCommandSpec().qualifiedName() + " --help lists what it takes");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static int explainFailure(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case CommandFailedException expected -> {
                command.getErr().println(expected.getMessage());
                return expected.exitCode();
            }
            case CannotListenException taken -> command.getErr().println(taken.getMessage());
            case CannotStartException hindered -> command.getErr().println(hindered.getMessage());
            case TlsFilesException unusable -> command.getErr().println(unusable.getMessage());
            case StoreUnavailableException unavailable -> command.getErr().println(unavailable.getMessage());
            case IncompatibleDatabaseException incompatible -> command.getErr().println(incompatible.getMessage());
            default -> {
                command.getErr().println("latchkey failed, and should not have; please report this:");
                failure.printStackTrace(command.getErr());
            }
        }
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** A command that takes settings as flags, by default every one. */
    interface TakesSettings {
        /** Adds them to what the command takes. */
        default void addOptions(CommandSpec command) {
            SettingOptions.addTo(command);
        }
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
