package dev.latchkey.jdbc.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What is written and read for the database's own sake. */
public final class Upkeep {
    /** Every table that anyone here asks. */
    public static final List<String> TABLES = List.of(
            "latchkey_user",
            "latchkey_session",
            "latchkey_session_token",
            "latchkey_remember_series",
            "latchkey_throttle_budget",
            "latchkey_audit_entry",
            "latchkey_secret",
            "latchkey_upkeep");

    /** The same of a database that several nodes work on. */
    private static final List<String> TABLES_OF_NODES = List.of("latchkey_session_change", "latchkey_node");

    private static final String WRITE = "update latchkey_upkeep set checks = checks + 1 where id = 1";
    private static final String SEEN = "update latchkey_upkeep set seen_at = ? where id = 1";
    private static final String BEGIN = "insert into latchkey_upkeep (id, checks, seen_at) values (1, 1, ?)";
    private static final String LAST_SEEN = """
            select coalesce(nullif((select seen_at from latchkey_upkeep), 0), (select max(at) from latchkey_audit_entry), 0)
            """;

    private Upkeep() {}

    /** A write as small as any. */
    public static int write(Statements statements) throws SQLException {
        int written = statements.update(WRITE);
        return written == 0 ? statements.update(BEGIN, Instant.EPOCH) : written;
    }

    /** Reads from every table: what is enough to find one that is missing or was overwritten. */
    public static int read(Statements statements) throws SQLException {
        return read(statements, TABLES) + (statements.isShared() ? read(statements, TABLES_OF_NODES) : 0);
    }

    private static int read(Statements statements, List<String> tables) throws SQLException {
        int rows = 0;
        for (String table : tables) {
            rows += statements.exists("select 1 from " + table + " limit 1") ? 1 : 0;
        }
        return rows;
    }

    /** Keeps that time as one at which the clock was believed. */
    public static int seen(Statements statements, Instant now) throws SQLException {
        int written = statements.update(SEEN, now);
        return written == 0 ? statements.update(BEGIN, now) : written;
    }

    /** When the clock was last believed; of a database that does not say so, its newest line of the audit log. */
    public static Optional<Instant> lastSeen(Statements statements) throws SQLException {
        try (ResultSet row = statements.of(LAST_SEEN).executeQuery()) {
            long at = row.next() ? row.getLong(1) : 0;
            return at == 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(at, ChronoUnit.MICROS));
        }
    }
}
