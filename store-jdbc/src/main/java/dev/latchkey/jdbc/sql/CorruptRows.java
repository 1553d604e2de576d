package dev.latchkey.jdbc.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Raises the alarm for a row that cannot be read and lets the store go on as if it were absent: one bad row must not
 * turn every request for it into an error.
 */
final class CorruptRows {
    private static final System.Logger LOG = System.getLogger(CorruptRows.class.getName());

    private final String table;
    private final AtomicLong count = new AtomicLong();

    CorruptRows(String table) {
        this.table = table;
    }

    /** Makes a value of the row; empty, and an alarm, when the mapper refuses it as an illegal argument. */
    <T> Optional<T> read(ResultSet row, Statements.Mapper<T> mapper) throws SQLException {
        try {
            return Optional.of(mapper.map(row));
        } catch (IllegalArgumentException e) {
            alarm();
            return Optional.empty();
        }
    }

    /** The same as a mapper. */
    <T> Statements.Mapper<Optional<T>> reading(Statements.Mapper<T> mapper) {
        return row -> read(row, mapper);
    }

    /** Those that could be read. */
    static <T> List<T> sound(List<Optional<T>> rows) {
        return rows.stream().flatMap(Optional::stream).toList();
    }

    /** At the first, second, fourth, eighth … only: a browser that keeps asking must not fill the log. */
    private void alarm() {
        long n = count.incrementAndGet();
        if (Long.bitCount(n) == 1) {
            // Neither the row nor the exception, which may quote it.
            LOG.log(System.Logger.Level.ERROR, "unreadable row in {0}, treated as absent; {1} so far", table, n);
        }
    }
}
