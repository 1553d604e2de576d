package dev.latchkey.server.command;

import dev.latchkey.core.account.Users;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.deployment.DeploymentPolicy;
import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.log.Logging;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey demo}: the server with a first user whose password is made up and shown once. */
@Command(
        name = "demo",
        description = "Run the server to try it out: the first start makes one user and shows the password once.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Runnable, LatchkeyCommand.TakesSettings {
    private static final String USERNAME = "demo";
    private static final String NAME = "Demo User";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--password",
            paramLabel = "TEXT",
            description = {
                "password of the user that the first start makes, instead of one that nobody could guess",
                "whoever may list this machine's processes sees it"
            })
    private @Nullable String typedPassword;

    DemoCommand() {}

    @Override
    public void run() {
        Optional<Password> chosen = Optional.ofNullable(typedPassword).map(DemoCommand::password);
        Map<Setting<?>, String> flags = SettingOptions.given(spec);
        // The terminal is for the person: five lines, not a log.
        flags.putIfAbsent(ServerSetting.LOG_ACCESS, "off");
        flags.putIfAbsent(ServerSetting.LOG_FORMAT, "text");
        // Several are tried out side by side, and a fixed port would let only one of them start.
        flags.putIfAbsent(ServerSetting.MANAGEMENT_PORT, "off");
        Settings settings = config.load(flags);
        Logging.configure(settings.log(), Logging.Verbosity.QUIET);
        StartWarnings.log(settings);
        RunningServer.run(
                () -> LatchkeyServer.start(settings),
                LatchkeyServer::close,
                server -> welcome(server, settings, chosen));
    }

    private static Password password(String typed) {
        return Password.parse(typed)
                .filter(password -> !typed.isEmpty())
                .orElseThrow(() -> CommandFailedException.misused(
                        "--password",
                        typed.length() + " characters",
                        "a password has 1 to 1024 bytes",
                        "leave the flag out, and one is made"));
    }

    /** What to type into a browser's address bar. */
    private static String place(DeploymentPolicy policy) {
        return policy.trustedOrigins().stream()
                .findFirst()
                .map(page -> page + " (its API at " + policy.publicOrigin() + ")")
                .orElseGet(() -> policy.publicOrigin().toString());
    }

    /** How whoever started this starts another. */
    private static String command() {
        return ShellText.quoted(System.getProperty("latchkey.command", "latchkey"));
    }

    /** Who can log in: the user that this command makes, now or before, and nobody else by name. */
    static List<String> users(Users users, String data, Optional<Password> chosen) {
        Username username = Username.parse(USERNAME).orElseThrow();
        if (users.find(username).isPresent()) {
            return List.of(
                    "username: " + USERNAME,
                    "password: as before; set a new one with: " + command() + " user password " + USERNAME + data);
        }
        if (users.first().isPresent()) {
            return List.of("users: as before; list them with: " + command() + " user list" + data);
        }
        if (chosen.isPresent()) {
            users.addLookalike(username, NAME, chosen.get());
            return List.of("username: " + USERNAME, "password: as given");
        }
        Users.Added added = users.addWithGeneratedPassword(USERNAME, NAME);
        return List.of("username: " + added.username(), "password: " + added.password());
    }

    private void welcome(LatchkeyServer server, Settings settings, Optional<Password> chosen) {
        PrintWriter out = spec.commandLine().getOut();
        Users users = server.users();
        out.println("Latchkey runs at " + place(settings.deployment()));
        String place = settings.postgresql()
                .map(shared -> shared.address().toString())
                .orElseGet(() -> settings.data().toString());
        String data = (settings.postgresql().isPresent() ? " --store " : " --data ") + ShellText.quoted(place);
        users(users, data, chosen).forEach(out::println);
        out.println("data: " + place);
        server.management()
                .ifPresent(where -> out.println("health and metrics: http://"
                        + IpLiteral.format(where.getAddress(), where.getPort()) + "/metrics"));
        out.println("stop with Ctrl-C");
        out.flush();
    }
}
