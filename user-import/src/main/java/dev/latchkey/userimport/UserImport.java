package dev.latchkey.userimport;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.principal.DisplayName;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.foreign.ForeignHashes;
import dev.latchkey.foreign.ForeignHashes.Recognition;
import dev.latchkey.http.setting.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Users of another product, checked one by one against the rules and the users there are. All of them go in, or none:
 * a half-imported file is worse than one that was not imported.
 */
public final class UserImport {
    /** As a spreadsheet writes a number that was too long for its column: the last digits are lost. */
    private static final Pattern ROUNDED = Pattern.compile("[0-9]+(?:[.,][0-9]+)?[eE]\\+[0-9]+");

    private final UserStore store;
    private final Tokens tokens;
    private final ImportOptions options;

    private final List<User> users = new ArrayList<>();
    private final List<Finding> problems = new ArrayList<>();
    private final Map<String, Integer> formats = new TreeMap<>();
    private final Map<String, Integer> remarks = new TreeMap<>();
    private final Map<Username, UserRow> usernames = new HashMap<>();
    private final Map<PrincipalId, UserRow> ids = new HashMap<>();
    private int read;
    private int refused;

    private UserImport(UserStore store, Tokens tokens, ImportOptions options) {
        this.store = store;
        this.tokens = tokens;
        this.options = options;
    }

    /**
     * Reads and checks a file; changes nothing.
     *
     * @throws UnreadableFileException when it is no file of users at all
     */
    public static UserImport read(Path file, UserStore store, Tokens tokens, ImportOptions options) {
        UserImport plan = new UserImport(store, tokens, options);
        UserFile content = UserFile.read(file, options);
        plan.remarks.putAll(content.remarks());
        content.rows().forEach(plan::check);
        return plan;
    }

    private void check(UserRow row) {
        read++;
        RowFindings wrong = new RowFindings(row);
        Optional<Username> username = username(row, wrong);
        if (username.isPresent()
                && options.skipsExisting()
                && store.find(username.get()).isPresent()) {
            remark("left out: they are here already");
            return;
        }
        if (options.skipsWithoutPassword() && hasNoPassword(row)) {
            remark("left out: they have no password");
            return;
        }
        username.ifPresent(name -> checkTaken(row, name, wrong));
        Optional<PrincipalId> id = id(row, wrong);
        String name =
                row.field(Fields.NAME).or(() -> username.map(Username::value)).orElse("");
        if (!name.isEmpty()) {
            DisplayName.flaw(name)
                    .ifPresent(flaw -> wrong.add(
                            Fields.NAME, name, "it " + flaw, "correct it; or pass over the names: --ignore name"));
        }
        boolean isDisabled = isDisabled(row, wrong);
        Optional<Recognition.Recognised> hash = hash(row, wrong);
        if (username.isPresent() && id.isPresent() && wrong.isEmpty()) {
            add(id.get(), username.get(), name, hash, isDisabled);
        } else {
            refused++;
            problems.addAll(wrong.all());
        }
    }

    private void add(
            PrincipalId id, Username username, String name, Optional<Recognition.Recognised> hash, boolean isDisabled) {
        users.add(hash.map(known -> new User(id, username, name, known.hash(), isDisabled))
                .orElseGet(() -> User.withoutPassword(id, username, name).withDisabled(isDisabled)));
        hash.ifPresentOrElse(
                known -> formats.merge(known.format(), 1, Integer::sum),
                () -> remark("without a password: nobody logs in as them until latchkey user password NAME sets one"));
    }

    private void remark(String what) {
        remarks.merge(what, 1, Integer::sum);
    }

    private static Optional<Username> username(UserRow row, RowFindings wrong) {
        String typed = row.field(Fields.USERNAME).orElse("");
        if (typed.isEmpty()) {
            wrong.add(Fields.USERNAME, "(none)", "it is missing", "write one, or leave the user out");
            return Optional.empty();
        }
        Username.flaw(typed)
                .ifPresent(flaw -> wrong.add(
                        Fields.USERNAME, typed, "it " + flaw, "correct it in the file, or leave the user out"));
        return Username.parse(typed);
    }

    private void checkTaken(UserRow row, Username username, RowFindings wrong) {
        UserRow other = usernames.putIfAbsent(username, row);
        if (other != null) {
            wrong.add(
                    Fields.USERNAME,
                    row.field(Fields.USERNAME).orElseThrow(),
                    "it stands twice in the file, also in " + other.label()
                            + ": capitals and other spellings make no difference here",
                    "leave one of the two out, or give one another name");
        }
        if (store.find(username).isPresent()) {
            wrong.add(
                    Fields.USERNAME,
                    row.field(Fields.USERNAME).orElseThrow(),
                    "it is taken already",
                    "to leave out those who are here: --skip-existing");
        }
    }

    /** The other product's id where the file has one, so that what refers to it still does. */
    private Optional<PrincipalId> id(UserRow row, RowFindings wrong) {
        String given = row.field(Fields.ID).orElseGet(tokens::newOpaqueId);
        if (ROUNDED.matcher(given).matches()) {
            wrong.add(Fields.ID, given, "it was rounded by a spreadsheet", "export it anew, with the id as text");
            return Optional.empty();
        }
        try {
            PrincipalId id = new PrincipalId(given);
            UserRow other = ids.putIfAbsent(id, row);
            if (other != null) {
                wrong.add(
                        Fields.ID,
                        given,
                        "it stands twice in the file, also in " + other.label(),
                        "correct it; or pass over the ids, and all get new ones: --ignore id");
            } else if (store.find(id).isPresent()) {
                wrong.add(
                        Fields.ID,
                        given,
                        "it is taken already",
                        "leave the user out; or pass over the ids, and all get new ones: --ignore id");
            }
            return Optional.of(id);
        } catch (IllegalArgumentException e) {
            wrong.add(
                    Fields.ID,
                    given,
                    "it must have 1 to 128 visible ASCII characters",
                    "correct it; or pass over the ids, and all get new ones: --ignore id");
            return Optional.empty();
        }
    }

    /** Django writes an exclamation mark before what is no hash, Unix that or an asterisk alone. */
    private static boolean hasNoPassword(UserRow row) {
        return row.field(Fields.PASSWORD_HASH)
                .filter(hash -> !hash.startsWith("!") && !hash.equals("*") && !hash.equals("x"))
                .isEmpty();
    }

    private Optional<Recognition.Recognised> hash(UserRow row, RowFindings wrong) {
        if (hasNoPassword(row)) {
            return Optional.empty();
        }
        return switch (ForeignHashes.recognise(row.field(Fields.PASSWORD_HASH).orElseThrow())) {
            case Recognition.Recognised recognised -> Optional.of(recognised);
            case Recognition.Damaged(String format, String why) ->
                unreadable(wrong, "a hash of " + format, "it is damaged: its " + why);
            case Recognition.TooCostly(String format, String demand) ->
                unreadable(wrong, "a hash of " + format, "it takes too much to verify: it asks for " + demand);
            case Recognition.Unsupported(String format, String function) ->
                unreadable(wrong, "a hash of " + format, "it is by " + function + ", which is not supported");
            case Recognition.Unknown(String what) ->
                unreadable(wrong, "(not shown)", "it is of no format that can be verified: it " + what);
        };
    }

    /** What the value is, never the value. */
    private Optional<Recognition.Recognised> unreadable(RowFindings wrong, String what, String why) {
        if (!options.dropsUnreadable()) {
            wrong.add(
                    Fields.PASSWORD_HASH,
                    what,
                    why,
                    "export it anew; or bring those with such hashes in without a password: --drop-unreadable-hashes");
        }
        return Optional.empty();
    }

    private static boolean isDisabled(UserRow row, RowFindings wrong) {
        return row.field(Fields.DISABLED)
                .map(text -> isTrue(Fields.DISABLED, text, wrong))
                .or(() -> row.field(Fields.ENABLED).map(text -> !isTrue(Fields.ENABLED, text, wrong)))
                .orElse(false);
    }

    private static boolean isTrue(String field, String text, RowFindings wrong) {
        Optional<Boolean> truth = Truth.of(text);
        if (truth.isEmpty()) {
            wrong.add(field, text, "it is neither yes nor no", "write true or false");
        }
        return truth.orElse(true);
    }

    /** How many users the file holds. */
    public int read() {
        return read;
    }

    /** The users who would go in. */
    public List<User> ready() {
        return List.copyOf(users);
    }

    /** How many hashes of each format would go in. */
    public Map<String, Integer> formats() {
        return new TreeMap<>(formats);
    }

    /** What is worth knowing of some that is no problem, to follow their count. */
    public Map<String, Integer> remarks() {
        return new TreeMap<>(remarks);
    }

    /** How many users would not. */
    public int refused() {
        return refused;
    }

    /** What is wrong with those; none of it holds a hash. */
    public List<Finding> problems() {
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
