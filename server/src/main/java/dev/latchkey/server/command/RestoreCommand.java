package dev.latchkey.server.command;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.database.ServerLock;
import dev.latchkey.server.app.LatchkeyServer;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.settings.Settings;
import dev.latchkey.sqlite.SqliteBackup;
import dev.latchkey.sqlite.SqliteBackup.Restored;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latchkey restore FILE}: a backup takes the place of the database, while no server runs on it. */
@Command(
        name = "restore",
        description = {
            "Put a backup in the place of the database. The server must be stopped; the backup is checked first and only"
                    + " read, and the database of before is kept.",
            "Whatever was done after the backup is undone: passwords, users that were disabled or deleted, logouts."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "what latchkey backup wrote")
    private @Nullable Path file;

    @Option(
            names = "--end-all-sessions",
            description = "log everyone out at once: sessions, remembered browsers and known devices")
    private boolean endsAll;

    @Mixin
    private DataOption data = new DataOption();

    RestoreCommand() {}

    @Override
    public void run() {
        Settings settings = data.settingsOfFile(
                address -> "stop every server, then pg_restore --clean --if-exists --single-transaction --dbname="
                        + ShellText.quoted(address.toString()) + " " + ShellText.quoted(String.valueOf(file)));
        Path to = OpenData.file(settings);
        Path backup = Objects.requireNonNull(file, "picocli demands FILE")
                .toAbsolutePath()
                .normalize();
        if (backup.equals(to)) {
            throw CommandFailedException.failed(
                    "FILE", backup, "that is the database itself", "name a file that latchkey backup wrote");
        }
        ServerLock lock = ServerLock.take(settings.data(), Duration.ZERO);
        try {
            Restored restored = SqliteBackup.restore(backup, to, endsAll, LatchkeyServer.now());
            Noted.by(() -> OpenData.openExisting(settings), AuthEvent.Restored::new, spec);
            report(backup, to, restored);
        } finally {
            lock.close();
        }
    }

    private void report(Path backup, Path to, Restored restored) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("restored " + backup + " to " + to);
        restored.former().ifPresent(former -> out.println("the database of before is kept as " + former));
        out.println("it holds " + Count.of(restored.users(), "user")
                + restored.asOf()
                        .map(at -> "; the latest noted in it is of " + at)
                        .orElse(""));
        if (restored.isEnded()) {
            out.println(Count.of(restored.sessions(), "session") + " and "
                    + Count.of(restored.series(), "remembered browser")
                    + " of then have ended, and every known device with them");
        } else {
            out.println("live again: " + Count.of(restored.sessions(), "session") + " and "
                    + Count.of(restored.series(), "remembered browser")
                    + " of then, those included that were logged out or ended since");
            out.println("  restore it with --end-all-sessions to log everyone out");
        }
        out.println("as they were then: passwords, also those changed since; users disabled or deleted since; keys");
        out.println("  go over latchkey user list, and over the audit log in the database of before");
    }
}
