package dev.latchkey.server.command;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import dev.latchkey.settings.ServerSetting;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Every setting as an option of a command, and help that lists them in their groups. */
final class SettingOptions {
    private SettingOptions() {}

    /** Adds some. */
    static void add(CommandSpec spec, List<Setting<?>> settings) {
        settings.forEach(setting -> spec.addOption(OptionSpec.builder(setting.flag())
                .type(String.class)
                .paramLabel(setting.grammar().label())
                .description(described(setting))
                .build()));
    }

    /** Adds all, and the examples of a file, the environment and flags. */
    static void addTo(CommandSpec spec) {
        add(spec, ServerSetting.ALL.settings().toList());
        UsageMessageSpec usage = spec.usageMessage();
        usage.abbreviateSynopsis(true);
        usage.sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, SettingOptions::grouped);
        String command = spec.qualifiedName();
        usage.footer(
                "",
                "Each setting is also a line of the --config file, session.idle-timeout: 1h, and a variable of the"
                        + " environment, LATCHKEY_SESSION_IDLE_TIMEOUT; docs/configuration.md lists them.",
                "",
                "Examples:",
                "  " + command + " --port 8080 --data /var/lib/latchkey",
                "  " + command + " --config /etc/latchkey.yaml --log-format text",
                "  " + command + " --public-origin https://app.example.com \\",
                "      --trusted-proxies 127.0.0.1,::1",
                "  " + command + " --public-origin https://api.example.com \\",
                "      --trusted-proxies 127.0.0.1,::1 --deployment cross-origin \\",
                "      --spa-origins https://app.example.com");
    }

    /** What it is for, what may be written, and what holds otherwise. */
    private static String described(Setting<?> setting) {
        String values = setting.grammar().values();
        String fallback = setting.defaultWords().isEmpty() ? "none" : setting.defaultWords();
        return setting.help() + " (" + (values.isEmpty() ? "" : values + "; ") + "default: " + fallback + ")";
    }

    private static String grouped(Help help) {
        CommandSpec spec = help.commandSpec();
        List<OptionSpec> own = spec.options().stream()
                .filter(option ->
                        ServerSetting.ALL.settings().noneMatch(setting -> option.names()[0].equals(setting.flag())))
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .toList();
        StringBuilder text = new StringBuilder(list(help, own));
        for (SettingCatalogue.Group group : ServerSetting.ALL.groups()) {
            text.append(System.lineSeparator())
                    .append(group.title())
                    .append(" (docs/")
                    .append(group.page())
                    .append("):")
                    .append(System.lineSeparator())
                    .append(list(
                            help,
                            group.settings().stream()
                                    .map(setting -> spec.findOption(setting.flag()))
                                    .toList()));
        }
        return text.toString();
    }

    private static String list(Help help, List<OptionSpec> options) {
        // As wide as all of them need, so that the groups line up.
        Help.Layout layout = help.createDefaultLayout(help.commandSpec().options(), List.of(), help.colorScheme());
        layout.addAllOptions(options, help.parameterLabelRenderer());
        return layout.toString();
    }

    /** The settings that were given as flags. */
    static Map<Setting<?>, String> given(CommandSpec spec) {
        return given(spec, ServerSetting.ALL.settings().toList());
    }

    /** Those among some. */
    static Map<Setting<?>, String> given(CommandSpec spec, List<Setting<?>> settings) {
        Map<Setting<?>, String> given = new LinkedHashMap<>();
        settings.forEach(setting -> {
            OptionSpec option = spec.commandLine().getParseResult().matchedOption(setting.flag());
            if (option != null && option.getValue() instanceof String value) {
                given.put(setting, value);
            }
        });
        return given;
    }
}
