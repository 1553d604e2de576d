package dev.latchkey.server.command;

import dev.latchkey.server.config.Setting;
import java.util.EnumMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code latchkey}: the list of what it can do. */
@Command(
        name = "latchkey",
        description = "Session-cookie login for single-page apps.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {ServeCommand.class, DemoCommand.class, UserCommand.class, VersionCommand.class})
public final class LatchkeyCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Made by picocli. */
    LatchkeyCommand() {}

    /** The command line, ready to execute. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new LatchkeyCommand());
        for (String name : new String[] {"serve", "demo"}) {
            CommandSpec spec = line.getSubcommands().get(name).getCommandSpec();
            for (Setting setting : Setting.values()) {
                spec.addOption(OptionSpec.builder(setting.flag())
                        .type(String.class)
                        .paramLabel("VALUE")
                        .description(setting.help() + " (default: " + setting.defaultText() + ")")
                        .build());
            }
        }
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof CommandFailedException expected) {
                command.getErr().println(expected.getMessage());
                return expected.exitCode();
            }
            throw failure;
        });
        return line;
    }

    /** The settings that were given as flags. */
    static Map<Setting, String> flags(CommandSpec spec) {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (spec.commandLine().getParseResult().matchedOption(setting.flag()) instanceof OptionSpec option
                    && option.getValue() instanceof String value) {
                flags.put(setting, value);
            }
        }
        return flags;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
