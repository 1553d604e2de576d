package dev.latchkey.server.command;

import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.log.Logging;
import dev.latchkey.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code latchkey serve}: the server, for production. Nobody can log in until an operator adds a user. */
@Command(
        name = "serve",
        description = "Run the server. No user exists until you add one: latchkey user add NAME",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Runnable, LatchkeyCommand.TakesSettings {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    ServeCommand() {}

    @Override
    public void run() {
        Settings settings = config.load(SettingOptions.given(spec));
        Logging.configure(settings.log(), Logging.Verbosity.NORMAL);
        StartWarnings.log(settings);
        RunningServer.run(
                () -> LatchkeyServer.start(settings), LatchkeyServer::close, LatchkeyServer::warnWithoutUsers);
    }
}
