package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.Skeleton;
import dev.latchkey.core.credential.User;
import dev.latchkey.core.credential.UserStore;
import dev.latchkey.core.credential.Username;
import dev.latchkey.core.principal.PrincipalId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Users in one table. */
final class JdbcUserStore implements UserStore {
    private static final String INSERT = """
            insert into latchkey_user (id, username, name, password_hash, is_disabled, credential_epoch)
            values (?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """;
    private static final String INSERT_DISTINCT = """
            insert into latchkey_user (id, username, name, password_hash, is_disabled, credential_epoch, skeleton)
            select ?, ?, ?, ?, ?, ?, ? where not exists (select 1 from latchkey_user where skeleton = ?)
            on conflict do nothing
            """;
    private static final String IS_TAKEN = "select 1 from latchkey_user where id = ? or username = ?";
    private static final String FIND_BY_USERNAME = """
            select id, username, name, password_hash, is_disabled, credential_epoch
            from latchkey_user
            where username in (?, ?) order by username = ? desc limit 1
            """;
    private static final String FIND_BY_ID = """
            select id, username, name, password_hash, is_disabled, credential_epoch
            from latchkey_user where id = ?
            """;
    private static final String FIND_BY_SKELETON = """
            select id, username, name, password_hash, is_disabled, credential_epoch
            from latchkey_user where skeleton = ? limit 1
            """;
    private static final String WITHOUT_SKELETON = """
            select id, username, name, password_hash, is_disabled, credential_epoch from latchkey_user
            where skeleton is null or skeleton < ? or skeleton >= ? limit ?
            """;
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
    private static final String LIST = """
            select id, username, name, password_hash, is_disabled, credential_epoch
            from latchkey_user where username > ? order by username limit ?
            """;

    private final Transactor database;
    private final CorruptRows corruptUsers = new CorruptRows("latchkey_user");

    JdbcUserStore(Transactor database) {
        this.database = database;
    }

    @Override
    public boolean insert(User user) {
        return database.write(statements -> insert(statements, user));
    }

    private static boolean insert(Statements statements, User user) throws SQLException {
        PreparedStatement insert = statements.of(INSERT);
        bind(insert, user);
        return insert.executeUpdate() == 1;
    }

    private static void bind(PreparedStatement insert, User user) throws SQLException {
        insert.setString(1, user.id().value());
        insert.setString(2, user.username().value());
        insert.setString(3, user.name());
        insert.setString(4, user.passwordHash().map(PasswordHash::phc).orElse(null));
        insert.setBoolean(5, user.isDisabled());
        insert.setInt(6, user.credentialEpoch());
    }

    @Override
    public boolean insertDistinct(User user, Skeleton skeleton) {
        return database.write(statements -> {
            PreparedStatement insert = statements.of(INSERT_DISTINCT);
            bind(insert, user);
            insert.setString(7, skeleton.stored());
            insert.setString(8, skeleton.stored());
            return insert.executeUpdate() == 1;
        });
    }

    @Override
    public List<Username> insertAll(List<User> users) {
        return database.write(statements -> {
            List<Username> taken = taken(statements, users);
            if (taken.isEmpty()) {
                for (User user : users) {
                    insert(statements, user);
                }
            }
            return taken;
        });
    }

    /** Asked within the transaction that then inserts: the file has one writer, so it stays true. */
    private static List<Username> taken(Statements statements, List<User> users) throws SQLException {
        List<Username> taken = new ArrayList<>();
        Set<PrincipalId> ids = new HashSet<>();
        Set<Username> usernames = new HashSet<>();
        for (User user : users) {
            boolean hasNewId = ids.add(user.id());
            boolean hasNewName = usernames.add(user.username());
            if (!hasNewId || !hasNewName || isTaken(statements, user)) {
                taken.add(user.username());
            }
        }
        return List.copyOf(taken);
    }

    private static boolean isTaken(Statements statements, User user) throws SQLException {
        PreparedStatement find = statements.of(IS_TAKEN);
        find.setString(1, user.id().value());
        find.setString(2, user.username().value());
        try (ResultSet row = find.executeQuery()) {
            return row.next();
        }
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

    private Optional<User> find(String sql, String... keys) {
        return database.read(statements -> {
            PreparedStatement find = statements.of(sql);
            for (int i = 0; i < keys.length; i++) {
                find.setString(i + 1, keys[i]);
            }
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? corruptUsers.read(row, JdbcUserStore::user) : Optional.empty();
            }
        });
    }

    @Override
    public List<User> withoutSkeleton(String edition, int limit) {
        return database.read(statements -> {
            PreparedStatement list = statements.of(WITHOUT_SKELETON);
            list.setString(1, Skeleton.prefix(edition));
            list.setString(2, Skeleton.prefix(edition) + Character.toString(Character.MAX_CODE_POINT));
            list.setInt(3, limit);
            return users(list);
        });
    }

    @Override
    public void noteSkeletons(Map<PrincipalId, Skeleton> skeletons) {
        database.write(statements -> {
            PreparedStatement note = statements.of(NOTE_SKELETON);
            for (Map.Entry<PrincipalId, Skeleton> entry : skeletons.entrySet()) {
                note.setString(1, entry.getValue().stored());
                note.setString(2, entry.getKey().value());
                note.executeUpdate();
            }
            return skeletons.size();
        });
    }

    @Override
    public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
        return database.write(statements -> {
            PreparedStatement replace = statements.of(REPLACE_HASH);
            replace.setString(1, replacement.phc());
            replace.setString(2, id.value());
            replace.setString(3, expected.phc());
            return replace.executeUpdate() == 1;
        });
    }

    @Override
    public boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password) {
        return database.write(statements -> {
            PreparedStatement set = statements.of(SET_PASSWORD);
            set.setString(1, password.phc());
            set.setString(2, id.value());
            set.setInt(3, expectedEpoch);
            return set.executeUpdate() == 1;
        });
    }

    @Override
    public boolean setDisabled(PrincipalId id, boolean disabled) {
        return database.write(statements -> {
            PreparedStatement set = statements.of(SET_DISABLED);
            set.setBoolean(1, disabled);
            set.setInt(2, disabled ? 1 : 0);
            set.setString(3, id.value());
            return set.executeUpdate() == 1;
        });
    }

    @Override
    public boolean delete(PrincipalId id) {
        return database.write(statements -> {
            PreparedStatement delete = statements.of(DELETE);
            delete.setString(1, id.value());
            return delete.executeUpdate() == 1;
        });
    }

    @Override
    public List<User> list(String afterUsername, int limit) {
        return database.read(statements -> {
            PreparedStatement list = statements.of(LIST);
            list.setString(1, afterUsername);
            list.setInt(2, limit);
            return users(list);
        });
    }

    private List<User> users(PreparedStatement list) throws SQLException {
        List<User> users = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                corruptUsers.read(row, JdbcUserStore::user).ifPresent(users::add);
            }
        }
        return List.copyOf(users);
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
