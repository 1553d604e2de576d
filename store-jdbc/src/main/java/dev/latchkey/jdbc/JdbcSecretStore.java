package dev.latchkey.jdbc;

import dev.latchkey.store.SecretStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Secrets in one table. */
final class JdbcSecretStore implements SecretStore {
    private static final Pattern NAME = Pattern.compile("[a-z-]{1,64}");
    private static final String INSERT = "insert into secret (name, value) values (?, ?) on conflict do nothing";
    private static final String FIND = "select value from secret where name = ?";

    private final Transactor database;

    JdbcSecretStore(Transactor database) {
        this.database = database;
    }

    @Override
    public byte[] getOrCreate(String name, byte[] candidate) {
        if (!NAME.matcher(name).matches() || candidate.length == 0) {
            throw new IllegalArgumentException(
                    "a secret has a name of 1 to 64 lower-case letters and dashes, and is not empty");
        }
        byte[] copy = candidate.clone();
        return database.write(statements -> {
            PreparedStatement insert = statements.of(INSERT);
            insert.setString(1, name);
            insert.setBytes(2, copy);
            insert.executeUpdate();
            PreparedStatement find = statements.of(FIND);
            find.setString(1, name);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("the secret that was just written is not there");
                }
                return row.getBytes("value");
            }
        });
    }
}
