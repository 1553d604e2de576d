package dev.latchkey.server.command;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.sqlite.SqliteBackup;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latchkey backup FILE}: a copy of the database, while a server may be running. */
@Command(
        name = "backup",
        description = {
            "Copy the database to a new file, while the server runs. The copy is complete, checked and on disk when this"
                    + " ends.",
            "It holds password hashes and the keys that cookies are signed with: keep it as you keep the original."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "the copy; a file that is there is not overwritten")
    private @Nullable Path file;

    @Mixin
    private DataOption data = new DataOption();

    BackupCommand() {}

    @Override
    public void run() {
        Path from = OpenData.file(data.settingsOfFile(address -> "pg_dump --format=custom --table='latchkey_*' --file="
                + ShellText.quoted(String.valueOf(file)) + " " + ShellText.quoted(address.toString())));
        Path to = Objects.requireNonNull(file, "picocli demands FILE")
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(to.getParent() == null ? to : to.getParent())) {
            throw CommandFailedException.failed("FILE", to, "there is no folder to put it in", "make the folder first");
        }
        try {
            SqliteBackup.copy(from, to);
        } catch (FileAlreadyExistsException e) {
            throw CommandFailedException.failed(
                    "FILE",
                    to,
                    "there is a file already, and a backup overwrites none",
                    "name another file, or move that one away");
        }
        Noted.by(() -> OpenData.openExisting(data.settings()), AuthEvent.BackedUp::new, spec);
        spec.commandLine()
                .getOut()
                .println("backed up " + from + " to " + to + " (" + to.toFile().length() + " bytes)");
    }
}
