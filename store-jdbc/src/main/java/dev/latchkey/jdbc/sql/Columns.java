package dev.latchkey.jdbc.sql;

import dev.latchkey.core.browser.Browser;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

    /** Fills the four columns of a browser, in the order of {@link #browser}, from {@code first} on. */
    static void bind(PreparedStatement statement, int first, Browser browser) throws SQLException {
        statement.setString(first, browser.family());
        statement.setString(first + 1, browser.platform());
        statement.setString(first + 2, browser.network());
        statement.setString(first + 3, browser.exact());
    }

    static Browser browser(ResultSet row) throws SQLException {
        return new Browser(
                text(row, "browser_family"),
                text(row, "browser_platform"),
                text(row, "browser_network"),
                text(row, "browser_exact"));
    }
}
