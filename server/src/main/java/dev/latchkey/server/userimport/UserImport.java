package dev.latchkey.server.userimport;

import dev.latchkey.credential.DisplayName;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.credential.Username;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.foreign.ForeignHashes.Recognition;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.token.Tokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Users of another product, checked one by one against the rules and the users there are. All of them go in, or none:
 * a half-imported file is worse than one that was not imported.
 */
public final class UserImport {
    private final UserStore store;
    private final Tokens tokens;
    private final boolean skipsExisting;

    private final List<User> users = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> formats = new TreeMap<>();
    private final Set<Username> usernames = new HashSet<>();
    private final Set<PrincipalId> ids = new HashSet<>();
    private int read;
    private int skipped;

    private UserImport(UserStore store, Tokens tokens, boolean skipsExisting) {
        this.store = store;
        this.tokens = tokens;
        this.skipsExisting = skipsExisting;
    }

    /**
     * Reads and checks a file; changes nothing.
     *
     * @param skipsExisting whether users whose username is taken are left out instead of being a problem
     * @throws UnreadableFileException when it is no file of users at all
     */
    public static UserImport read(Path file, UserStore store, Tokens tokens, boolean skipsExisting) {
        UserImport plan = new UserImport(store, tokens, skipsExisting);
        UserFile.read(file).forEach(plan::check);
        return plan;
    }

    private void check(UserRow row) {
        read++;
        List<String> wrong = new ArrayList<>();
        Optional<Username> username = username(row, wrong);
        if (username.isPresent() && skipsExisting && store.find(username.get()).isPresent()) {
            skipped++;
            return;
        }
        username.filter(name -> !usernames.add(name))
                .ifPresent(name -> wrong.add("the username stands twice in the file"));
        username.filter(name -> store.find(name).isPresent())
                .ifPresent(name -> wrong.add("the username is taken already"));
        Optional<PrincipalId> id = id(row, wrong);
        Optional<Recognition.Recognised> hash = hash(row, wrong);
        boolean isDisabled = isDisabled(row, wrong);
        if (username.isPresent() && id.isPresent() && hash.isPresent() && wrong.isEmpty()) {
            add(row, id.get(), username.get(), hash.get(), isDisabled);
        } else {
            refuse(row, wrong);
        }
    }

    private void add(UserRow row, PrincipalId id, Username username, Recognition.Recognised hash, boolean isDisabled) {
        String name = row.field(UserFile.NAME).orElse(username.value());
        Optional<String> flaw = DisplayName.flaw(name);
        if (flaw.isPresent()) {
            refuse(row, List.of("name " + flaw.get()));
        } else {
            users.add(new User(id, username, name, hash.hash(), isDisabled));
            formats.merge(hash.format(), 1, Integer::sum);
        }
    }

    private void refuse(UserRow row, List<String> wrong) {
        String who = row.field(UserFile.USERNAME)
                .map(name -> " (" + Shown.of(name) + ")")
                .orElse("");
        problems.add(row.place() + who + ": " + String.join("; ", wrong));
    }

    private static Optional<Username> username(UserRow row, List<String> wrong) {
        String typed = row.field(UserFile.USERNAME).orElse("");
        Username.flaw(typed).ifPresent(flaw -> wrong.add("username " + flaw));
        return Username.parse(typed);
    }

    /** The other product's id where the file has one, so that what refers to it still does. */
    private Optional<PrincipalId> id(UserRow row, List<String> wrong) {
        try {
            PrincipalId id = new PrincipalId(row.field(UserFile.ID).orElseGet(tokens::newOpaqueId));
            if (!ids.add(id)) {
                wrong.add("the id stands twice in the file");
            } else if (store.find(id).isPresent()) {
                wrong.add("the id is taken already");
            }
            return Optional.of(id);
        } catch (IllegalArgumentException e) {
            wrong.add("id must have 1 to 128 visible ASCII characters");
            return Optional.empty();
        }
    }

    private static Optional<Recognition.Recognised> hash(UserRow row, List<String> wrong) {
        Optional<String> exported = row.field(UserFile.PASSWORD_HASH);
        if (exported.isEmpty()) {
            wrong.add("password_hash is missing");
            return Optional.empty();
        }
        return switch (ForeignHashes.recognise(exported.get())) {
            case Recognition.Recognised recognised -> Optional.of(recognised);
            case Recognition.Unusable(String format) -> {
                wrong.add("password_hash is a hash of " + format + " that is damaged or takes too much to verify");
                yield Optional.empty();
            }
            case Recognition.Unsupported(String format, String function) -> {
                wrong.add("password_hash is a hash of " + format + " by " + function + ", which is not supported");
                yield Optional.empty();
            }
            case Recognition.Unknown() -> {
                wrong.add("password_hash is of no format that can be verified");
                yield Optional.empty();
            }
        };
    }

    private static boolean isDisabled(UserRow row, List<String> wrong) {
        String text = row.field(UserFile.DISABLED).orElse("false");
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> {
                wrong.add("disabled must be true or false");
                yield true;
            }
        };
    }

    /** How many users the file holds. */
    public int read() {
        return read;
    }

    /** How many would go in. */
    public int ready() {
        return users.size();
    }

    /** How many are left out because they are there already. */
    public int skipped() {
        return skipped;
    }

    /** How many hashes of each format would go in. */
    public Map<String, Integer> formats() {
        return new TreeMap<>(formats);
    }

    /** What is wrong with the others, one line each; none of them holds a hash. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * Adds all users.
     *
     * @return false, and nothing changed, when a username or id was taken since the file was read
     * @throws IllegalStateException when there are problems: nothing is imported in part
     */
    public boolean apply() {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("some users cannot be imported");
        }
        return store.insertAll(users).isEmpty();
    }
}
