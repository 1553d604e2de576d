package dev.latchkey.server.command;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.sqlite.SqliteDatabase;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --data}: which server's users a command works on. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "folder of the database (default: ./data)")
    private @Nullable String data;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    DataOption() {}

    /** Opens the database, and makes it where there is none; says which, and that it is new. */
    OpenData open() {
        Settings settings = settings();
        boolean isNew = !SqliteDatabase.exists(OpenData.file(settings));
        OpenData data = OpenData.open(settings);
        tell((isNew ? "new database made: " : "database: ") + data.file());
        return data;
    }

    /** Opens the database where there is one; says which. */
    OpenData openExisting() {
        OpenData data = OpenData.openExisting(settings());
        tell("database: " + data.file());
        return data;
    }

    /** To standard error: standard output is for what was asked, and perhaps for a program. */
    private void tell(String line) {
        command.commandLine().getErr().println(line);
        command.commandLine().getErr().flush();
    }

    /** The settings as they come of file, environment and {@code --data}. */
    Settings settings() {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        if (data != null) {
            flags.put(ServerSetting.DATA, data);
        }
        return config.load(flags);
    }
}
