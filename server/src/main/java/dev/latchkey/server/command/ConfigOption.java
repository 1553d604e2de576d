package dev.latchkey.server.command;

import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.SettingsLoader;
import dev.latchkey.settings.SettingsLoader.Loading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}, and the settings that come of it together with the environment and the flags. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "a YAML file of settings, below environment and flags")
    private @Nullable Path file;

    ConfigOption() {}

    /** What loading the settings comes to. */
    Loading read(Map<Setting<?>, String> flags) {
        return SettingsLoader.load(Optional.ofNullable(file), System.getenv(), flags);
    }

    /** The settings; a command fails with everything that is wrong with them. */
    Settings load(Map<Setting<?>, String> flags) {
        return switch (read(flags)) {
            case Loading.Loaded(Settings settings) -> settings;
            case Loading.Refused(List<Finding> problems) -> throw refused(problems);
        };
    }

    /** All that is wrong with settings, as a command that does not start says it. */
    static CommandFailedException refused(List<Finding> problems) {
        return CommandFailedException.misused(problems.stream()
                .map(Finding::message)
                .collect(Collectors.joining(
                        System.lineSeparator(),
                        "",
                        System.lineSeparator() + "not started: the configuration cannot work")));
    }
}
