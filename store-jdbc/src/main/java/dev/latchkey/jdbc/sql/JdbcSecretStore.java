package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.store.Secret;
import dev.latchkey.core.store.SecretStore;
import dev.latchkey.jdbc.sql.Statements.Lockable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/** Keys in one table, a row for each version. */
final class JdbcSecretStore implements SecretStore {
    private static final Pattern PURPOSE = Pattern.compile("[a-z-]{1,64}");
    private static final String INSERT =
            "insert into latchkey_secret (purpose, version, key_bytes, created_at) values (?, ?, ?, ?)";
    private static final String NEWEST = "select coalesce(max(version), 0) from latchkey_secret where purpose = ?";
    private static final String FIND = """
            select purpose, version, key_bytes, created_at from latchkey_secret where purpose = ? order by version desc
            """;
    private static final String LIST = """
            select purpose, version, key_bytes, created_at from latchkey_secret order by purpose, version desc
            """;
    private static final String FORGET = """
            delete from latchkey_secret
            where purpose = ? and version < ?
              and version < (select max(version) from latchkey_secret where purpose = ?)
            """;

    private final Transactor database;

    JdbcSecretStore(Transactor database) {
        this.database = database;
    }

    @Override
    public List<Secret> getOrCreate(String purpose, byte[] candidate, Instant now) {
        byte[] copy = checked(purpose, candidate);
        return database.write(statements -> {
            statements.lock(Lockable.SECRETS, purpose);
            if (newest(statements, purpose) == 0) {
                statements.insert(INSERT, purpose, 1, copy, now);
            }
            return statements.list(FIND, JdbcSecretStore::secret, purpose);
        });
    }

    @Override
    public List<Secret> list() {
        return database.read(statements -> statements.list(LIST, JdbcSecretStore::secret));
    }

    @Override
    public Secret add(String purpose, byte[] value, Instant now) {
        byte[] copy = checked(purpose, value);
        return database.write(statements -> {
            statements.lock(Lockable.SECRETS, purpose);
            statements.insert(INSERT, purpose, newest(statements, purpose) + 1, copy, now);
            return statements.list(FIND, JdbcSecretStore::secret, purpose).getFirst();
        });
    }

    private static int newest(Statements statements, String purpose) throws SQLException {
        return statements.first(NEWEST, row -> row.getInt(1), purpose).orElse(0);
    }

    @Override
    public int forgetBelow(String purpose, int version) {
        return database.write(statements -> statements.update(FORGET, purpose, version, purpose));
    }

    private static byte[] checked(String purpose, byte[] value) {
        if (!PURPOSE.matcher(purpose).matches() || value.length == 0) {
            throw new IllegalArgumentException(
                    "a secret has a purpose of 1 to 64 lower-case letters and dashes, and is not empty");
        }
        return value.clone();
    }

    private static Secret secret(ResultSet row) throws SQLException {
        return new Secret(
                text(row, "purpose"), row.getInt("version"), row.getBytes("key_bytes"), instant(row, "created_at"));
    }
}
