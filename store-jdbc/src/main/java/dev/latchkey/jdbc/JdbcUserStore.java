package dev.latchkey.jdbc;

import static dev.latchkey.jdbc.Columns.text;

import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.credential.Username;
import dev.latchkey.principal.PrincipalId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Users in one table. */
final class JdbcUserStore implements UserStore {
    private static final String INSERT = """
            insert into latchkey_user (id, username, name, password_hash, is_disabled) values (?, ?, ?, ?, ?)
            on conflict do nothing
            """;
    private static final String IS_TAKEN = "select 1 from latchkey_user where id = ? or username = ?";
    private static final String FIND_BY_USERNAME = """
            select id, username, name, password_hash, is_disabled from latchkey_user where username = ?
            """;
    private static final String FIND_BY_ID = """
            select id, username, name, password_hash, is_disabled from latchkey_user where id = ?
            """;
    private static final String REPLACE_HASH = """
            update latchkey_user set password_hash = ? where id = ? and password_hash = ?
            """;
    private static final String SET_DISABLED = "update latchkey_user set is_disabled = ? where id = ?";
    private static final String DELETE = "delete from latchkey_user where id = ?";
    private static final String LIST = """
            select id, username, name, password_hash, is_disabled
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
        insert.setString(1, user.id().value());
        insert.setString(2, user.username().value());
        insert.setString(3, user.name());
        insert.setString(4, user.passwordHash().phc());
        insert.setBoolean(5, user.isDisabled());
        return insert.executeUpdate() == 1;
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
        return find(FIND_BY_USERNAME, username.value());
    }

    @Override
    public Optional<User> find(PrincipalId id) {
        return find(FIND_BY_ID, id.value());
    }

    private Optional<User> find(String sql, String key) {
        return database.read(statements -> {
            PreparedStatement find = statements.of(sql);
            find.setString(1, key);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? corruptUsers.read(row, JdbcUserStore::user) : Optional.empty();
            }
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
    public boolean setDisabled(PrincipalId id, boolean disabled) {
        return database.write(statements -> {
            PreparedStatement set = statements.of(SET_DISABLED);
            set.setBoolean(1, disabled);
            set.setString(2, id.value());
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
            List<User> users = new ArrayList<>();
            try (ResultSet row = list.executeQuery()) {
                while (row.next()) {
                    corruptUsers.read(row, JdbcUserStore::user).ifPresent(users::add);
                }
            }
            return List.copyOf(users);
        });
    }

    private static User user(ResultSet row) throws SQLException {
        String username = text(row, "username");
        return new User(
                new PrincipalId(text(row, "id")),
                Username.parse(username)
                        .filter(parsed -> parsed.value().equals(username))
                        .orElseThrow(() -> new IllegalArgumentException("a username is not normalised")),
                text(row, "name"),
                new PasswordHash(text(row, "password_hash")),
                row.getBoolean("is_disabled"));
    }
}
