package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.account.Skeleton;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.jdbc.sql.Statements.Lockable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users in one table. */
final class JdbcUserStore implements UserStore {
    private static final String COLUMNS = "id, username, name, password_hash, is_disabled, credential_epoch";
    private static final String INSERT =
            "insert into latchkey_user (" + COLUMNS + ", skeleton) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String HAS_SKELETON = "select 1 from latchkey_user where skeleton = ?";
    private static final String IS_TAKEN = "select 1 from latchkey_user where id = ? or username = ?";
    private static final String SELECT = "select " + COLUMNS + " from latchkey_user where ";
    private static final String FIND_BY_USERNAME = SELECT + "username in (?, ?) order by username = ? desc limit 1";
    private static final String FIND_BY_ID = SELECT + "id = ?";
    private static final String FIND_BY_SKELETON = SELECT + "skeleton = ? limit 1";
    private static final String WITHOUT_SKELETON = SELECT + "skeleton is null or skeleton < ? or skeleton >= ? limit ?";
    private static final String NOTE_SKELETON = "update latchkey_user set skeleton = ? where id = ?";
    private static final String REPLACE_HASH = """
            update latchkey_user set password_hash = ? where id = ? and password_hash = ?
            """;
    private static final String SET_PASSWORD = """
            update latchkey_user set password_hash = ?, credential_epoch = credential_epoch + 1
            where id = ? and credential_epoch = ?
            """;
    private static final String SET_DISABLED = """
            update latchkey_user set is_disabled = ?, credential_epoch = credential_epoch + ? where id = ?
            """;
    private static final String DELETE = "delete from latchkey_user where id = ?";
    private static final String LIST = SELECT + "username > ? order by username limit ?";

    private final Transactor database;
    private final CorruptRows corruptUsers = new CorruptRows("latchkey_user");

    JdbcUserStore(Transactor database) {
        this.database = database;
    }

    @Override
    public boolean insert(User user) {
        return database.write(statements -> {
            statements.lock(Lockable.USERS, "");
            return insert(statements, user, null);
        });
    }

    @Override
    public boolean insertDistinct(User user, Skeleton skeleton) {
        return database.write(statements -> {
            statements.lock(Lockable.USERS, "");
            return !statements.exists(HAS_SKELETON, skeleton.stored()) && insert(statements, user, skeleton.stored());
        });
    }

    @Override
    public List<Username> insertAll(List<User> users) {
        return database.write(statements -> {
            statements.lock(Lockable.USERS, "");
            List<Username> taken = taken(statements, users);
            if (taken.isEmpty()) {
                for (User user : users) {
                    insert(statements, user, null);
                }
            }
            return taken;
        });
    }

    private static boolean insert(Statements statements, User user, @Nullable String skeleton) throws SQLException {
        return statements.insert(
                INSERT,
                user.id().value(),
                user.username().value(),
                user.name(),
                user.passwordHash().map(PasswordHash::phc).orElse(null),
                user.isDisabled(),
                user.credentialEpoch(),
                skeleton);
    }

    /** Asked within the transaction that then inserts, and nobody else inserts meanwhile: so it stays true. */
    private static List<Username> taken(Statements statements, List<User> users) throws SQLException {
        List<Username> taken = new ArrayList<>();
        Set<PrincipalId> ids = new HashSet<>();
        Set<Username> usernames = new HashSet<>();
        for (User user : users) {
            boolean hasNewId = ids.add(user.id());
            boolean hasNewName = usernames.add(user.username());
            if (!hasNewId
                    || !hasNewName
                    || statements.exists(
                            IS_TAKEN, user.id().value(), user.username().value())) {
                taken.add(user.username());
            }
        }
        return List.copyOf(taken);
    }

    @Override
    public Optional<User> find(Username username) {
        return find(FIND_BY_USERNAME, username.former(), username.value(), username.former());
    }

    @Override
    public Optional<User> find(PrincipalId id) {
        return find(FIND_BY_ID, id.value());
    }

    @Override
    public Optional<User> findBySkeleton(Skeleton skeleton) {
        return find(FIND_BY_SKELETON, skeleton.stored());
    }

    private Optional<User> find(String sql, @Nullable Object... keys) {
        return list(sql, keys).stream().findFirst();
    }

    private List<User> list(String sql, @Nullable Object... values) {
        return database.read(statements ->
                CorruptRows.sound(statements.list(sql, corruptUsers.reading(JdbcUserStore::user), values)));
    }

    @Override
    public List<User> withoutSkeleton(String edition, int limit) {
        String prefix = Skeleton.prefix(edition);
        return list(WITHOUT_SKELETON, prefix, justAfter(prefix), limit);
    }

    /** What comes after everything that begins with that, in whatever order a database has. */
    private static String justAfter(String prefix) {
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (char) (prefix.charAt(last) + 1);
    }

    @Override
    public void noteSkeletons(Map<PrincipalId, Skeleton> skeletons) {
        // In one order for all, or two would wait for each other.
        List<Map.Entry<PrincipalId, Skeleton>> batch = skeletons.entrySet().stream()
                .sorted(Comparator.comparing(noted -> noted.getKey().value()))
                .toList();
        database.write(statements -> statements.updateEach(NOTE_SKELETON, batch, noted -> new @Nullable Object[] {
            noted.getValue().stored(), noted.getKey().value()
        }));
    }

    @Override
    public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
        return changes(REPLACE_HASH, replacement.phc(), id.value(), expected.phc());
    }

    @Override
    public boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password) {
        return changes(SET_PASSWORD, password.phc(), id.value(), expectedEpoch);
    }

    @Override
    public boolean setDisabled(PrincipalId id, boolean disabled) {
        return changes(SET_DISABLED, disabled, disabled ? 1 : 0, id.value());
    }

    @Override
    public boolean delete(PrincipalId id) {
        return changes(DELETE, id.value());
    }

    private boolean changes(String sql, @Nullable Object... values) {
        return database.write(statements -> statements.update(sql, values) == 1);
    }

    @Override
    public List<User> list(String afterUsername, int limit) {
        return list(LIST, afterUsername, limit);
    }

    private static User user(ResultSet row) throws SQLException {
        String stored = text(row, "username");
        PrincipalId id = new PrincipalId(text(row, "id"));
        Username username = Username.ofStored(stored)
                .orElseThrow(() -> new IllegalArgumentException("a username is not normalised"));
        String name = text(row, "name");
        String hash = row.getString("password_hash");
        User user = hash == null
                ? User.withoutPassword(id, username, name)
                : new User(id, username, name, new PasswordHash(hash), false);
        return user.withDisabled(row.getBoolean("is_disabled")).withCredentialEpoch(row.getInt("credential_epoch"));
    }
}
