package dev.latchkey.server.command;

import dev.latchkey.server.app.OpenData;
import dev.latchkey.server.config.Setting;
import dev.latchkey.server.config.Settings;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code --data}: which server's users a command works on. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "folder of the database (default: ./data)")
    private @Nullable String data;

    @Mixin
    private ConfigOption config = new ConfigOption();

    DataOption() {}

    OpenData open() {
        Map<Setting, String> flags = new EnumMap<>(Setting.class);
        if (data != null) {
            flags.put(Setting.DATA, data);
        }
        Settings settings = config.load(flags);
        return OpenData.open(settings);
    }
}
