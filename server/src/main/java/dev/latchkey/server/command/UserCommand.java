package dev.latchkey.server.command;

import dev.latchkey.credential.Password;
import dev.latchkey.credential.User;
import dev.latchkey.credential.Username;
import dev.latchkey.server.app.OpenData;
import dev.latchkey.server.app.Users;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code latchkey user …}: users, on the data of a server that may be running; it obeys within a second. */
@Command(
        name = "user",
        description =
                "Add, import, list, disable, delete users and set passwords. A running server obeys within a second.",
        mixinStandardHelpOptions = true,
        subcommands = UserImportCommand.class)
final class UserCommand implements Runnable {
    private static final int MIN_PASSWORD_LENGTH = 8;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    UserCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            description = "Add a user. The password is asked for, or read from standard input.",
            mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "NAME", description = "the username") String typed,
            @Option(names = "--name", description = "the name to greet them by (default: the username)") @Nullable
                    String name,
            @Mixin DataOption data) {
        Username username = username(typed);
        Password password = newPassword();
        try (OpenData open = data.open()) {
            if (!open.users().add(username, name == null ? username.value() : name, password)) {
                throw CommandFailedException.failed("the username is taken: " + username);
            }
            out().println("added " + username + " in " + open.file());
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.misused("--name " + name + ": " + e.getMessage());
        }
    }

    @Command(description = "List the users.", mixinStandardHelpOptions = true)
    void list(@Mixin DataOption data) {
        try (OpenData open = data.openExisting()) {
            List<User> page = open.users().listAfter("");
            while (!page.isEmpty()) {
                page.forEach(user ->
                        out().println(user.username() + "\t" + user.name() + (user.isDisabled() ? "\tdisabled" : "")));
                page = open.users().listAfter(page.getLast().username().value());
            }
        }
    }

    @Command(description = "Set a new password and end all the user's sessions.", mixinStandardHelpOptions = true)
    void password(@Parameters(paramLabel = "NAME", description = "the username") String typed, @Mixin DataOption data) {
        Username username = username(typed);
        Password password = newPassword();
        try (OpenData open = data.openExisting()) {
            if (!open.users().setPassword(existing(open.users(), username), password)) {
                throw CommandFailedException.failed("the password was changed by someone else just now; try again");
            }
        }
        out().println("new password set for " + username + "; all their sessions are ended");
    }

    @Command(description = "Shut a user out and end all their sessions.", mixinStandardHelpOptions = true)
    void disable(
            @Parameters(paramLabel = "NAME", description = "the username") String typed,
            @Option(names = "--undo", description = "let them in again") boolean undo,
            @Mixin DataOption data) {
        Username username = username(typed);
        try (OpenData open = data.openExisting()) {
            open.users().setDisabled(existing(open.users(), username), !undo);
        }
        out().println(undo ? "enabled " + username : "disabled " + username + "; all their sessions are ended");
    }

    @Command(description = "Delete a user and end all their sessions.", mixinStandardHelpOptions = true)
    void delete(@Parameters(paramLabel = "NAME", description = "the username") String typed, @Mixin DataOption data) {
        Username username = username(typed);
        try (OpenData open = data.openExisting()) {
            if (!open.users().delete(existing(open.users(), username))) {
                throw CommandFailedException.failed("the user was deleted by someone else just now: " + username);
            }
        }
        out().println("deleted " + username + "; all their sessions are ended");
    }

    private static User existing(Users users, Username username) {
        return users.find(username).orElseThrow(() -> CommandFailedException.failed("there is no user " + username));
    }

    private static Username username(String typed) {
        return Username.parse(typed)
                .orElseThrow(
                        () -> CommandFailedException.misused("not a username: it needs 1 to 128 printable characters"));
    }

    private Password newPassword() {
        String typed = PasswordInput.read();
        if (typed.codePointCount(0, typed.length()) < MIN_PASSWORD_LENGTH) {
            throw CommandFailedException.misused(
                    "the password is too short: use at least " + MIN_PASSWORD_LENGTH + " characters");
        }
        return Password.parse(typed)
                .orElseThrow(() -> CommandFailedException.misused("the password is too long: use at most 1024 bytes"));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
