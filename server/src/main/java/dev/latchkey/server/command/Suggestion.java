package dev.latchkey.server.command;

import dev.latchkey.settings.Nearest;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was probably meant by a command line that is none. */
final class Suggestion {
    private Suggestion() {}

    static Optional<String> of(ParameterException misuse, String... arguments) {
        CommandSpec spec = misuse.getCommandLine().getCommandSpec();
        return switch (misuse) {
            case UnmatchedArgumentException unmatched ->
                ofUnknown(unmatched.getUnmatched().getFirst(), spec);
            case MissingParameterException missing -> ofHyphen(spec, arguments);
            default -> Optional.empty();
        };
    }

    private static Optional<String> ofUnknown(String typed, CommandSpec spec) {
        String name = typed.split("=", 2)[0];
        return (name.startsWith("-")
                        ? Nearest.to(name.replace('.', '-'), flags(spec))
                        : Nearest.to(name, spec.subcommands().keySet().stream())
                                .map(command -> spec.qualifiedName() + " " + command))
                .map(meant -> "did you mean " + meant + "?");
    }

    private static Stream<String> flags(CommandSpec spec) {
        return spec.options().stream().map(OptionSpec::longestName);
    }

    /** Where a name is missing, one that begins with a hyphen may have been taken for a flag. */
    private static Optional<String> ofHyphen(CommandSpec spec, String... arguments) {
        return Arrays.stream(arguments)
                .filter(argument -> argument.startsWith("-") && spec.findOption(argument.split("=", 2)[0]) == null)
                .findFirst()
                .map(taken -> ofUnknown(taken, spec)
                        .orElseGet(() -> "a name that begins with a hyphen comes after two: " + spec.qualifiedName()
                                + " -- " + ShellText.quoted(taken)));
    }
}
