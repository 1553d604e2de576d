package dev.latchkey.jdbc;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserDirectory;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.store.PromptThread;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The users of a table that an application has, by three statements of its own. Both queries answer the columns {@code id},
 * {@code username}, {@code name}, {@code password_hash} and {@code is_disabled}, under these names; {@code
 * credential_epoch} too where the table counts what ends everything proven before. Thread-safe.
 *
 * <pre>{@code
 * UserDirectory users = JdbcUserDirectory.on(dataSource)
 *         .byUsername("select id, email as username, full_name as name, password as password_hash, "
 *                 + "not is_active as is_disabled from app_user where lower(email) = ?")
 *         .byId("select … from app_user where id = cast(? as bigint)")
 *         .replaceHash("update app_user set password = ? where id = cast(? as bigint) and password = ?")
 *         .build();
 * Stores stores = database.stores().withUsers(users);
 * }</pre>
 */
public final class JdbcUserDirectory implements UserDirectory {
    private final DataSource dataSource;
    private final String byUsername;
    private final String byId;
    private final String replaceHash;

    private JdbcUserDirectory(Builder builder) {
        this.dataSource = builder.dataSource;
        this.byUsername = given("byUsername", builder.byUsername);
        this.byId = given("byId", builder.byId);
        this.replaceHash = given("replaceHash", builder.replaceHash);
    }

    private static String given(String option, String sql) {
        if (sql.isBlank()) {
            throw new IllegalArgumentException(option + ": a statement is expected");
        }
        return sql;
    }

    /** Begins one; all three statements must be given. */
    public static Builder on(DataSource dataSource) {
        return new Builder(Objects.requireNonNull(dataSource, "dataSource"));
    }

    /**
     * By the name as it is normalised: in lower case, in one form of Unicode.
     *
     * @throws IllegalArgumentException when the row breaks a rule, naming it
     */
    @Override
    public Optional<User> find(Username username) {
        return find(byUsername, username.value());
    }

    @Override
    public Optional<User> find(PrincipalId id) {
        return find(byId, id.value());
    }

    private Optional<User> find(String sql, String key) {
        return asked(sql, statement -> {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(user(row)) : Optional.empty();
            }
        });
    }

    private static User user(ResultSet row) throws SQLException {
        String id = text(row, "id");
        Username username = Username.parse(text(row, "username"))
                .orElseThrow(() -> new IllegalArgumentException("the username of the user with id " + id + " is none"));
        String hash = row.getString("password_hash");
        String name = text(row, "name");
        User user = hash == null
                ? User.withoutPassword(new PrincipalId(id), username, name)
                : new User(new PrincipalId(id), username, name, new PasswordHash(hash), false);
        return user.withDisabled(row.getBoolean("is_disabled")).withCredentialEpoch(epoch(row));
    }

    private static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw new IllegalArgumentException("a user has no " + column);
        }
        return text;
    }

    private static int epoch(ResultSet row) throws SQLException {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
            if (row.getMetaData().getColumnLabel(i).equalsIgnoreCase("credential_epoch")) {
                return row.getInt(i);
            }
        }
        return 0;
    }

    @Override
    public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
        return asked(replaceHash, statement -> {
            statement.setString(1, replacement.phc());
            statement.setString(2, id.value());
            statement.setString(3, expected.phc());
            return statement.executeUpdate() == 1;
        });
    }

    /** A trip to the database. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(PreparedStatement statement) throws SQLException;
    }

    private <T> T asked(String sql, Question<T> question) {
        PromptThread.beforeWaiting();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            T answer = question.ask(statement);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return answer;
        } catch (SQLException e) {
            throw new SqlDiagnosis("of the application's users").exception(e);
        }
    }

    /** The statements of {@link JdbcUserDirectory}. Not thread-safe. */
    public static final class Builder {
        private final DataSource dataSource;
        private String byUsername = "";
        private String byId = "";
        private String replaceHash = "";

        private Builder(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        /** A query with one parameter: a username, normalised as {@link Username#value()} is. */
        public Builder byUsername(String sql) {
            this.byUsername = Objects.requireNonNull(sql, "sql");
            return this;
        }

        /** A query with one parameter: an id, as a text. */
        public Builder byId(String sql) {
            this.byId = Objects.requireNonNull(sql, "sql");
            return this;
        }

        /** An update with three parameters: the new hash, the id, the hash that must be there. */
        public Builder replaceHash(String sql) {
            this.replaceHash = Objects.requireNonNull(sql, "sql");
            return this;
        }

        /**
         * Asks nothing yet.
         *
         * @throws IllegalArgumentException when a statement is missing
         */
        public JdbcUserDirectory build() {
            return new JdbcUserDirectory(this);
        }
    }
}
