package dev.latchkey.jdbc.sql;

import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.token.TokenHash;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How values are spelled in columns, where the two differ. */
public final class Columns {
    private Columns() {}

    /** Microseconds since the epoch, rounded down. */
    public static long micros(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), Math.floorDiv(instant.getNano(), 1_000));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }

    /**
     * A text that is there.
     *
     * @throws IllegalArgumentException when it is not
     */
    static String text(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            throw new IllegalArgumentException(column + " is missing");
        }
        return text;
    }

    /** Fills the parameters of a statement, in their order. */
    static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(parameter, Types.NULL);
            case String text -> statement.setString(parameter, text);
            case Integer number -> statement.setInt(parameter, number);
            case Long number -> statement.setLong(parameter, number);
            case Boolean claim -> statement.setBoolean(parameter, claim);
            case Instant instant -> statement.setLong(parameter, micros(instant));
            case TokenHash hash -> statement.setBytes(parameter, hash.toBytes());
            case byte[] bytes -> statement.setBytes(parameter, bytes);
            case Array several -> statement.setArray(parameter, several);
            default -> throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }

    static Browser browser(ResultSet row) throws SQLException {
        return new Browser(
                text(row, "browser_family"),
                text(row, "browser_platform"),
                text(row, "browser_network"),
                text(row, "browser_exact"));
    }
}
