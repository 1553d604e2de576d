package dev.latchkey.server.command;

import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.RedisAddress;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code latchkey migrate}: everything from a file into PostgreSQL, or sessions from there into Redis, while no server runs. */
@Command(
        name = "migrate",
        description = {
            "Take everything from the file in the folder of --data into the PostgreSQL database of --store, while no server"
                    + " runs on either. Nobody is logged out by it.",
            "The database must be empty. Interrupted, it goes on where it was when it is run again; it ends with a comparison"
                    + " of every row. The file stays as it is.",
            "With --store-sessions, take whoever is logged in or remembered from PostgreSQL into Redis instead."
        },
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--dry-run", description = "compare and report; make the tables, add nothing to them")
    private boolean dryRun;

    @Mixin
    private DataOption data = new DataOption();

    MigrateCommand() {}

    @Override
    public void run() {
        Settings settings = data.settings();
        if (settings.postgresql().isEmpty()) {
            throw CommandFailedException.misused(
                    ServerSetting.STORE.key(),
                    "sqlite",
                    "it says where everything is to be taken",
                    "--store postgresql://USER@HOST/DATABASE");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.join("\t", "TABLE", "ROWS", "MISSING", "DIGEST"));
        OpenData.migrate(settings, dryRun, part -> {
            out.println(String.join(
                    "\t", part.table(), String.valueOf(part.rows()), String.valueOf(part.missing()), part.digest()));
            out.flush();
        });
        String to = settings.get(ServerSetting.STORE).toString();
        Optional<String> sessions = settings.get(ServerSetting.STORE_SESSIONS).map(RedisAddress::toString);
        if (dryRun) {
            out.println("nothing was taken over, as this was a dry run");
        } else if (sessions.isPresent()) {
            out.println("whoever is logged in or remembered is in " + sessions.get() + ", and no more in " + to);
            out.println("  start every server with --store " + ShellText.quoted(to) + " --store-sessions "
                    + ShellText.quoted(sessions.get()));
        } else {
            out.println("all of " + settings.database() + " is in " + to + ", and every row was compared");
            out.println("  start every server with --store " + ShellText.quoted(to)
                    + ", and none on the file again: logouts from now on are not in it");
        }
        out.flush();
    }
}
