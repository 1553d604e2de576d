package dev.latchkey.server.command;

import dev.latchkey.foreign.FirebaseHashConfig;
import dev.latchkey.http.exchange.Printable;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.userimport.ImportOptions;
import dev.latchkey.userimport.UnreadableFileException;
import dev.latchkey.userimport.UserImport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
            "FILE is CSV with a header line, or JSON: an array of objects, one object a line, or an export of Keycloak,"
                    + " Firebase or Auth0. Its fields are username and password_hash, and if you like name, id and"
                    + " disabled. Hashes of Werkzeug, Django, bcrypt, Argon2, ASP.NET Identity, WordPress, Firebase,"
                    + " Keycloak, Spring Security, Passlib and better-auth are read, and replaced as their owners log"
                    + " in. Who has no password in it has none here."
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

    @Option(names = "--skip-without-password", description = "leave users out who have no password")
    private boolean skipWithoutPassword;

    @Option(
            names = "--drop-unreadable-hashes",
            description = "bring users whose hash cannot be verified in without a password, instead of refusing all")
    private boolean dropUnreadableHashes;

    @Option(names = "--ignore", paramLabel = "FIELD", split = ",", description = "pass over these fields of the file")
    private Set<String> ignored = Set.of();

    @Option(
            names = "--rename",
            paramLabel = "FIELD=NAME",
            split = ",",
            description = "what a field of the file is called here, such as user_pass=password_hash")
    private Map<String, String> renamed = Map.of();

    @Option(
            names = "--firebase-hash-config",
            paramLabel = "FILE",
            description = "the password hash parameters as the Firebase console shows them, for an export of Firebase")
    private @Nullable Path firebaseHashConfig;

    @Mixin
    private DataOption data = new DataOption();

    UserImportCommand() {}

    @Override
    public void run() {
        Path from = Objects.requireNonNull(file, "picocli demands FILE");
        try (OpenData open = data.open()) {
            UserImport users = open.readImport(from, options());
            report(from, users);
            if (!users.problems().isEmpty()) {
                throw CommandFailedException.failed("nothing was imported: " + users.refused() + " of "
                        + Count.of(users.read(), "user") + " cannot be; correct the file and run it again");
            }
            if (dryRun) {
                out().println("nothing was imported, as this was a dry run; all is well");
            } else if (open.apply(users)) {
                out().println("imported " + Count.of(users.ready().size(), "user"));
            } else {
                throw CommandFailedException.failed(
                        "nothing was imported: a username or id was taken while the file was read; run it again");
            }
        } catch (UnreadableFileException e) {
            throw CommandFailedException.failed(
                    e.finding(from).message() + System.lineSeparator() + "nothing was imported");
        }
    }

    private ImportOptions options() {
        renamed.forEach((name, meant) -> {
            if (!ImportOptions.isMeaning(meant)) {
                throw CommandFailedException.misused(
                        "--rename",
                        Printable.ascii(name, 200) + "=" + Printable.ascii(meant, 200),
                        "there is no field of that name here",
                        "the name after = is one of " + ImportOptions.MEANINGS);
            }
        });
        return new ImportOptions(
                skipExisting,
                skipWithoutPassword,
                dropUnreadableHashes,
                ignored,
                renamed,
                Optional.ofNullable(firebaseHashConfig).map(UserImportCommand::firebase));
    }

    /** From a file, as one of the parameters is a secret: arguments show up in process lists. */
    private static FirebaseHashConfig firebase(Path config) {
        try {
            return FirebaseHashConfig.parse(Files.readString(config));
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.misused(
                    "--firebase-hash-config",
                    config,
                    String.valueOf(e.getMessage()),
                    "copy the whole text, from hash_config { to }");
        } catch (IOException e) {
            throw CommandFailedException.misused(
                    "--firebase-hash-config",
                    config,
                    "it cannot be read: " + e.getMessage(),
                    "name the file that the parameters were copied into");
        }
    }

    private void report(Path from, UserImport users) {
        out().println("read " + Count.of(users.read(), "user") + " from " + from);
        users.formats().forEach((format, count) -> out().println("  " + count + " with hashes of " + format));
        users.remarks().forEach((what, count) -> out().println("  " + count + " " + what));
        users.problems().stream().limit(MOST_PROBLEMS).map(Finding::message).forEach(out()::println);
        if (users.problems().size() > MOST_PROBLEMS) {
            out().println("… and " + (users.problems().size() - MOST_PROBLEMS) + " more");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
