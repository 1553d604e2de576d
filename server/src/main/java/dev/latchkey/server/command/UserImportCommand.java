package dev.latchkey.server.command;

import dev.latchkey.server.app.OpenData;
import dev.latchkey.server.userimport.UnreadableFileException;
import dev.latchkey.server.userimport.UserImport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latchkey user import FILE}: users of another product, with the passwords they have. */
@Command(
        name = "import",
        description = {
            "Bring users of another product in, with the passwords they have: all of them or none.",
            "FILE is CSV with a header line, or a JSON array of objects, with the fields username and password_hash,"
                    + " and if you like name, id and disabled. Hashes of Werkzeug, Django, bcrypt, Argon2 and"
                    + " ASP.NET Identity are read, and replaced as their owners log in."
        },
        mixinStandardHelpOptions = true)
final class UserImportCommand implements Runnable {
    private static final int MOST_PROBLEMS = 50;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "users.csv or users.json")
    private @Nullable Path file;

    @Option(names = "--dry-run", description = "check the file and report, change nothing")
    private boolean dryRun;

    @Option(names = "--skip-existing", description = "leave users out whose username is taken")
    private boolean skipExisting;

    @Mixin
    private DataOption data = new DataOption();

    UserImportCommand() {}

    @Override
    public void run() {
        Path from = Objects.requireNonNull(file, "picocli demands FILE");
        try (OpenData open = data.open()) {
            UserImport users = open.readImport(from, skipExisting);
            report(from, users);
            if (!users.problems().isEmpty()) {
                throw CommandFailedException.failed(
                        "nothing was imported: " + users.problems().size() + " of " + users.read()
                                + " users cannot be; correct the file and run it again");
            }
            if (dryRun) {
                out().println("nothing was imported, as this was a dry run; all is well");
            } else if (users.apply()) {
                out().println("imported " + users.ready() + " users");
            } else {
                throw CommandFailedException.failed(
                        "nothing was imported: a username or id was taken while the file was read; run it again");
            }
        } catch (UnreadableFileException e) {
            throw CommandFailedException.failed("nothing was imported from " + from + ": " + e.getMessage());
        }
    }

    private void report(Path from, UserImport users) {
        out().println("read " + users.read() + " users from " + from);
        users.formats().forEach((format, count) -> out().println("  " + count + " with hashes of " + format));
        if (users.skipped() > 0) {
            out().println("  " + users.skipped() + " left out: they are here already");
        }
        users.problems().stream().limit(MOST_PROBLEMS).forEach(out()::println);
        if (users.problems().size() > MOST_PROBLEMS) {
            out().println("… and " + (users.problems().size() - MOST_PROBLEMS) + " more");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
