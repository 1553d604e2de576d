package dev.latchkey.server.command;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.Users;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.principal.DisplayName;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.server.app.OpenData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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
    private static final String PASSWORD_RULES =
            "The rules for new passwords are those of the web: password.min-length, and nothing that is guessed first.";
    private static final String ALLOW_WEAK = "take a password that breaks the rules";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    UserCommand() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            description = {"Add a user. The password is asked for, or read from standard input.", PASSWORD_RULES},
            mixinStandardHelpOptions = true)
    void add(
            @Parameters(paramLabel = "NAME", description = "the username") String typed,
            @Option(names = "--name", description = "the name to greet them by (default: the username)") @Nullable
                    String name,
            @Option(names = "--allow-lookalike", description = "take a username that looks like somebody else's")
                    boolean allowLookalike,
            @Option(names = "--allow-weak", description = ALLOW_WEAK) boolean allowWeak,
            @Mixin DataOption data) {
        Username username = newUsername(typed);
        String shownName = name == null ? username.value() : name;
        DisplayName.flaw(shownName).ifPresent(flaw -> {
            throw CommandFailedException.misused("--name: the name " + flaw);
        });
        Password password = newPassword();
        try (OpenData open = data.open()) {
            refuseWeak(open, password, username, shownName, allowWeak);
            boolean isAdded = allowLookalike
                    ? open.users().addLookalike(username, shownName, password)
                    : open.users().add(username, shownName, password);
            if (!isAdded) {
                throw CommandFailedException.failed(whyTaken(open.users(), username));
            }
            out().println("added " + username + " in " + open.where());
        }
    }

    private static String whyTaken(Users users, Username username) {
        return users.lookalike(username)
                .map(User::username)
                .filter(other -> !other.equals(username) && !other.value().equals(username.former()))
                .map(other -> "the username " + username + " looks like that of " + other
                        + "; to have both all the same: --allow-lookalike")
                .orElse("the username is taken: " + username);
    }

    @Command(
            description = {
                "List the users, with the ids that the audit log names them by.",
                "CREATED and LAST SEEN (a login, or coming back remembered) are what the audit log still tells of."
            },
            mixinStandardHelpOptions = true)
    void list(
            @Option(names = "--json", description = "one JSON object per line") boolean json, @Mixin DataOption data) {
        try (OpenData open = data.openExisting()) {
            UserList list = new UserList(open::activity, out());
            List<User> page = open.users().listAfter("");
            if (!json) {
                list.header();
            }
            while (!page.isEmpty()) {
                page.forEach(json ? list::json : list::line);
                page = open.users().listAfter(page.getLast().username().value());
            }
        }
    }

    @Command(
            description = {"Set a new password and end all the user's sessions.", PASSWORD_RULES},
            mixinStandardHelpOptions = true)
    void password(
            @Parameters(paramLabel = "NAME", description = "the username") String typed,
            @Option(names = "--allow-weak", description = ALLOW_WEAK) boolean allowWeak,
            @Mixin DataOption data) {
        Password password = newPassword();
        User user;
        try (OpenData open = data.openExisting()) {
            User found = existing(open.users(), typed);
            user = found;
            refuseWeak(open, password, user.username(), user.name(), allowWeak);
            if (!whole(() -> open.users().setPassword(found, password))) {
                throw CommandFailedException.failed("the password was changed by someone else just now; try again");
            }
        }
        out().println("new password set for " + user.username() + "; all their sessions are ended");
    }

    @Command(description = "Shut a user out and end all their sessions.", mixinStandardHelpOptions = true)
    void disable(
            @Parameters(paramLabel = "NAME", description = "the username") String typed,
            @Option(names = "--undo", description = "let them in again") boolean undo,
            @Mixin DataOption data) {
        User user;
        try (OpenData open = data.openExisting()) {
            User found = existing(open.users(), typed);
            user = found;
            if (!whole(() -> open.users().setDisabled(found, !undo))) {
                throw CommandFailedException.failed("the user was deleted by someone else just now: " + typed);
            }
        }
        out().println(
                        undo
                                ? "enabled " + user.username()
                                : "disabled " + user.username() + "; all their sessions are ended");
    }

    @Command(description = "Delete a user and end all their sessions.", mixinStandardHelpOptions = true)
    void delete(@Parameters(paramLabel = "NAME", description = "the username") String typed, @Mixin DataOption data) {
        User user;
        try (OpenData open = data.openExisting()) {
            User found = existing(open.users(), typed);
            user = found;
            if (!whole(() -> open.users().delete(found))) {
                throw CommandFailedException.failed("the user was deleted by someone else just now: " + typed);
            }
        }
        out().println("deleted " + user.username() + "; all their sessions are ended");
    }

    /** Says of an act that failed whether it is done: it never is by half. */
    private static boolean whole(BooleanSupplier act) {
        try {
            return act.getAsBoolean();
        } catch (StoreUnavailableException e) {
            throw CommandFailedException.failed(e.getMessage()
                    + (e.mayHaveHappened()
                            ? "; all of it is done or nothing: run the command again to be sure"
                            : "; nothing was changed: run the command again"));
        }
    }

    /** Also by a name as it is listed that today's rules would refuse. */
    private static User existing(Users users, String typed) {
        return Username.parse(typed)
                .or(() -> Username.ofStored(typed))
                .flatMap(users::find)
                .orElseThrow(() -> CommandFailedException.failed("there is no user " + newUsername(typed)));
    }

    private static Username newUsername(String typed) {
        return Username.parse(typed)
                .orElseThrow(() -> CommandFailedException.misused(
                        "the username " + Username.flaw(typed).orElse("is none") + hint(typed)));
    }

    private static String hint(String typed) {
        return typed.indexOf('\uFFFD') < 0
                ? ""
                : "; set the locale of this terminal to UTF-8, for instance LC_ALL=C.UTF-8";
    }

    private static Password newPassword() {
        return Password.parse(PasswordInput.read())
                .orElseThrow(() -> CommandFailedException.misused("the password is too long: use at most 1024 bytes"));
    }

    private static void refuseWeak(
            OpenData open, Password password, Username username, String name, boolean allowWeak) {
        PasswordRules rules = open.passwordRules();
        Set<PasswordFlaw> flaws = rules.flaws(password, username, name);
        if (!allowWeak && !flaws.isEmpty()) {
            throw CommandFailedException.misused("the password "
                    + flaws.stream().sorted().map(rules::describe).collect(Collectors.joining(", "))
                    + "; to set it all the same: --allow-weak");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
