package dev.latchkey.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table that both kinds of database have, row by row in the order of its key, which is the order of bytes in both. For one
 * thread.
 */
final class TableRows {
    private static final int AT_ONCE = 1_000;

    private final String table;
    private final int keys;
    private final List<Column> columns;

    private TableRows(String table, int keys, List<Column> columns) {
        this.table = table;
        this.keys = keys;
        this.columns = List.copyOf(columns);
    }

    private record Column(String name, int type) {}

    /**
     * As PostgreSQL has it.
     *
     * @param keys how many of its first columns are its key
     */
    static TableRows of(Connection postgresql, String table, int keys) throws SQLException {
        try (Statement statement = postgresql.createStatement();
                ResultSet none = statement.executeQuery("select * from " + table + " limit 0")) {
            ResultSetMetaData about = none.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= about.getColumnCount(); i++) {
                columns.add(new Column(about.getColumnName(i), about.getColumnType(i)));
            }
            return new TableRows(table, keys, columns);
        }
    }

    String table() {
        return table;
    }

    private String names() {
        return columns.stream().map(Column::name).collect(Collectors.joining(", "));
    }

    /** Begins to read; the connection must be in a transaction, which keeps what is read from changing. */
    Cursor read(Connection connection) throws SQLException {
        String key = columns.subList(0, keys).stream().map(Column::name).collect(Collectors.joining(", "));
        PreparedStatement statement =
                connection.prepareStatement("select " + names() + " from " + table + " order by " + key);
        statement.setFetchSize(AT_ONCE);
        return new Cursor(statement);
    }

    /** Begins to write; rows that are there stay as they are. */
    Writer write(Connection postgresql) throws SQLException {
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        return new Writer(
                postgresql,
                postgresql.prepareStatement("insert into " + table + " (" + names()
                        + ") overriding system value values (" + marks + ") on conflict do nothing"));
    }

    /** One row, each value as a Boolean, a Long, a String or bytes. */
    record Row(List<@Nullable Object> values) {
        /** Adds its values to a digest, such that no two rows are taken for one another. */
        void addTo(MessageDigest digest) {
            for (Object value : values) {
                digest.update(text(value).getBytes(StandardCharsets.UTF_8));
            }
        }

        private static String text(@Nullable Object value) {
            String text = value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value);
            return value == null ? "-" : text.length() + ":" + text;
        }

        boolean isAs(Row other) {
            return values.stream()
                    .map(Row::text)
                    .toList()
                    .equals(other.values.stream().map(Row::text).toList());
        }
    }

    int compareKeys(Row one, Row other) {
        for (int i = 0; i < keys; i++) {
            int compared = compare(
                    Objects.requireNonNull(one.values().get(i)),
                    Objects.requireNonNull(other.values().get(i)));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private static int compare(Object one, Object other) {
        return one instanceof Long number
                ? number.compareTo((Long) other)
                : Arrays.compareUnsigned(bytes(one), bytes(other));
    }

    private static byte[] bytes(Object value) {
        return value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads on. */
    final class Cursor implements AutoCloseable {
        private final PreparedStatement statement;
        private final ResultSet rows;

        private Cursor(PreparedStatement statement) throws SQLException {
            this.statement = statement;
            this.rows = statement.executeQuery();
        }

        /** The next row; null after the last. */
        @Nullable
        Row next() throws SQLException {
            if (!rows.next()) {
                return null;
            }
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                values.add(value(i, columns.get(i - 1).type()));
            }
            return new Row(values);
        }

        private @Nullable Object value(int i, int type) throws SQLException {
            Object value = switch (type) {
                case Types.BIT, Types.BOOLEAN -> rows.getBoolean(i);
                case Types.INTEGER, Types.BIGINT -> rows.getLong(i);
                case Types.BINARY -> rows.getBytes(i);
                default -> rows.getString(i);
            };
            return rows.wasNull() ? null : value;
        }

        @Override
        public void close() throws SQLException {
            rows.close();
            statement.close();
        }
    }

    /** Writes in portions, each of which stays when what comes after it fails. */
    static final class Writer implements AutoCloseable {
        private final Connection connection;
        private final PreparedStatement statement;
        private int waiting;

        private Writer(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        void add(Row row) throws SQLException {
            int parameter = 1;
            for (Object value : row.values()) {
                statement.setObject(parameter++, value);
            }
            statement.addBatch();
            if (++waiting == AT_ONCE) {
                flush();
            }
        }

        void flush() throws SQLException {
            if (waiting > 0) {
                statement.executeBatch();
                connection.commit();
                waiting = 0;
            }
        }

        @Override
        public void close() throws SQLException {
            statement.close();
        }
    }
}
