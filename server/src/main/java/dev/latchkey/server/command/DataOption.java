package dev.latchkey.server.command;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import dev.latchkey.settings.StoreAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --data}: which server's users a command works on. */
final class DataOption {
    @Option(names = "--data", paramLabel = "DIR", description = "folder of the database (default: ./data)")
    private @Nullable String data;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description = "sqlite, or postgresql://USER@HOST/DATABASE in place of the folder (default: sqlite)")
    private @Nullable String store;

    @Option(
            names = "--store-password-file",
            paramLabel = "FILE",
            description = "file with that account's password (default: none; LATCHKEY_STORE_PASSWORD holds it)")
    private @Nullable String passwordFile;

    @Option(
            names = "--store-sessions",
            paramLabel = "REDIS",
            description = "redis://HOST:PORT where sessions are kept there (default: none)")
    private @Nullable String sessions;

    @Option(
            names = "--store-sessions-password-file",
            paramLabel = "FILE",
            description = "file with its password (default: none; LATCHKEY_STORE_SESSIONS_PASSWORD holds it)")
    private @Nullable String sessionsPasswordFile;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec command;

    DataOption() {}

    /** Opens the database, and makes it where there is none; says which, and that it is new. */
    OpenData open() {
        OpenData data = OpenData.open(settings());
        tell((data.isNew() ? "new database made: " : "database: ") + data.where());
        return data;
    }

    /** Opens the database where there is one; says which. */
    OpenData openExisting() {
        OpenData data = OpenData.openExisting(settings());
        tell("database: " + data.where());
        return data;
    }

    /** To standard error: standard output is for what was asked, and perhaps for a program. */
    private void tell(String line) {
        command.commandLine().getErr().println(line);
        command.commandLine().getErr().flush();
    }

    /** The settings as they come of file, environment and these options. */
    Settings settings() {
        Map<Setting<?>, String> flags = new LinkedHashMap<>();
        put(flags, ServerSetting.DATA, data);
        put(flags, ServerSetting.STORE, store);
        put(flags, ServerSetting.STORE_PASSWORD_FILE, passwordFile);
        put(flags, ServerSetting.STORE_SESSIONS, sessions);
        put(flags, ServerSetting.STORE_SESSIONS_PASSWORD_FILE, sessionsPasswordFile);
        return config.load(flags);
    }

    /**
     * The same for a command that works on the file itself.
     *
     * @param instead what does the same for PostgreSQL
     */
    Settings settingsOfFile(Function<StoreAddress.Postgresql, String> instead) {
        Settings settings = settings();
        settings.postgresql().ifPresent(shared -> {
            throw CommandFailedException.failed(
                    ServerSetting.STORE.key(),
                    shared.address(),
                    "this command works on a database that is a file",
                    instead.apply(shared.address()));
        });
        return settings;
    }

    private static void put(Map<Setting<?>, String> flags, Setting<?> setting, @Nullable String value) {
        if (value != null) {
            flags.put(setting, value);
        }
    }
}
