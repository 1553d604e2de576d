package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.micros;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.store.Secret;
import dev.latchkey.core.store.SecretStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Keys in one table, a row for each version. */
final class JdbcSecretStore implements SecretStore {
    private static final Pattern PURPOSE = Pattern.compile("[a-z-]{1,64}");
    private static final String INSERT_FIRST = """
            insert into latchkey_secret (purpose, version, key_bytes, created_at)
            select ?, 1, ?, ? where not exists (select 1 from latchkey_secret where purpose = ?)
            """;
    private static final String INSERT_NEXT = """
            insert into latchkey_secret (purpose, version, key_bytes, created_at)
            select ?, coalesce(max(version), 0) + 1, ?, ? from latchkey_secret where purpose = ?
            """;
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
            insert(statements, INSERT_FIRST, purpose, copy, now);
            return find(statements, purpose);
        });
    }

    @Override
    public List<Secret> list() {
        return database.read(statements -> secrets(statements.of(LIST)));
    }

    @Override
    public Secret add(String purpose, byte[] value, Instant now) {
        byte[] copy = checked(purpose, value);
        return database.write(statements -> {
            insert(statements, INSERT_NEXT, purpose, copy, now);
            return find(statements, purpose).getFirst();
        });
    }

    @Override
    public int forgetBelow(String purpose, int version) {
        return database.write(statements -> {
            PreparedStatement forget = statements.of(FORGET);
            forget.setString(1, purpose);
            forget.setInt(2, version);
            forget.setString(3, purpose);
            return forget.executeUpdate();
        });
    }

    private static byte[] checked(String purpose, byte[] value) {
        if (!PURPOSE.matcher(purpose).matches() || value.length == 0) {
            throw new IllegalArgumentException(
                    "a secret has a purpose of 1 to 64 lower-case letters and dashes, and is not empty");
        }
        return value.clone();
    }

    private static void insert(Statements statements, String sql, String purpose, byte[] value, Instant now)
            throws SQLException {
        PreparedStatement insert = statements.of(sql);
        insert.setString(1, purpose);
        insert.setBytes(2, value);
        insert.setLong(3, micros(now));
        insert.setString(4, purpose);
        insert.executeUpdate();
    }

    private static List<Secret> find(Statements statements, String purpose) throws SQLException {
        PreparedStatement find = statements.of(FIND);
        find.setString(1, purpose);
        return secrets(find);
    }

    private static List<Secret> secrets(PreparedStatement query) throws SQLException {
        List<Secret> secrets = new ArrayList<>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                secrets.add(new Secret(
                        text(row, "purpose"),
                        row.getInt("version"),
                        row.getBytes("key_bytes"),
                        instant(row, "created_at")));
            }
        }
        return List.copyOf(secrets);
    }
}
