package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.database.TableRows.Row;
import dev.latchkey.settings.Settings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Takes everything from a file into PostgreSQL: users, sessions, remembered browsers, keys, budgets, the audit log. While no
 * server runs on either. Interrupted, it goes on where it was when it is run again, because it only ever adds rows that are
 * missing; and it ends with a comparison of every row on both sides.
 */
public final class Migration {
    /** What has to be there first comes first; each with how many of its columns are its key. */
    private static final Map<String, Integer> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("latchkey_secret", 2);
        TABLES.put("latchkey_user", 1);
        TABLES.put("latchkey_remember_series", 1);
        TABLES.put("latchkey_session", 1);
        TABLES.put("latchkey_session_token", 1);
        TABLES.put("latchkey_throttle_budget", 1);
        TABLES.put("latchkey_audit_entry", 1);
    }

    private final Connection source;
    private final Connection target;
    private final Connection writing;
    private final String where;

    private Migration(Connection source, Connection target, Connection writing, String where) {
        this.source = source;
        this.target = target;
        this.writing = writing;
        this.where = where;
    }

    /**
     * What there is of a table.
     *
     * @param table its name
     * @param rows how many the file has
     * @param missing how many of them PostgreSQL has not
     * @param digest of all that the file has
     */
    public record Part(String table, long rows, long missing, String digest) {}

    /**
     * Compares both sides, adds what is missing, and compares them again.
     *
     * @param settings of which the file is the source, and PostgreSQL the target; or where they name Redis for sessions, PostgreSQL
     *     the source and that the target
     * @param isDry whether nothing is added
     * @param progress hears of each table: when it is dry what is missing, and else that nothing is any more
     * @throws StoreUnavailableException when either cannot be used, a server runs on one of them, or the target has
     *     something that is not of the source; then nothing was added
     */
    public static void run(Settings settings, InstantSource clock, boolean isDry, Consumer<Part> progress) {
        Settings.Postgresql store = settings.postgresql().orElseThrow();
        if (store.sessions().isPresent()) {
            SessionMigration.run(store, clock, isDry, progress);
            return;
        }
        // Takes the folder's lock, and the tables along to this release.
        FileDatabase.demandExisting(settings);
        try (FileDatabase file = FileDatabase.openToServe(settings, clock);
                SharedDatabase shared = SharedDatabase.open(store, clock);
                Connection source = DriverManager.getConnection("jdbc:sqlite:" + file.where());
                Connection target = shared.connection();
                Connection writing = shared.connection()) {
            source.setAutoCommit(false);
            target.setAutoCommit(false);
            writing.setAutoCommit(false);
            new Migration(source, target, writing, shared.where()).run(isDry, progress);
        } catch (SQLException e) {
            throw interrupted(store, e);
        }
    }

    static StoreUnavailableException interrupted(Settings.Postgresql store, SQLException thrown) {
        return new StoreUnavailableException(
                new StoreFailure(
                        Cause.OTHER,
                        "migration",
                        store.address().toString(),
                        "it was interrupted (SQL state " + thrown.getSQLState() + ")",
                        "look at the database's log, and run it again: it goes on where it was"),
                thrown);
    }

    private void run(boolean isDry, Consumer<Part> progress) throws SQLException {
        demandNoServer(target, where);
        List<Part> before = new ArrayList<>();
        for (Map.Entry<String, Integer> table : TABLES.entrySet()) {
            before.add(compare(TableRows.of(target, table.getKey(), table.getValue()), false));
        }
        if (isDry) {
            before.forEach(progress);
            return;
        }
        for (Map.Entry<String, Integer> table : TABLES.entrySet()) {
            compare(TableRows.of(target, table.getKey(), table.getValue()), true);
        }
        finish();
        for (Map.Entry<String, Integer> table : TABLES.entrySet()) {
            Part after = compare(TableRows.of(target, table.getKey(), table.getValue()), false);
            if (after.missing() > 0) {
                throw refused(
                        where,
                        after.missing() + " rows of " + after.table() + " were not taken over",
                        "look at the database's log, and run it again: it goes on where it was");
            }
            progress.accept(after);
        }
    }

    static void demandNoServer(Connection target, String where) throws SQLException {
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery("select max(name) from latchkey_node"
                        + " where lease_until > extract(epoch from clock_timestamp()) * 1000000")) {
            row.next();
            String name = row.getString(1);
            if (name != null) {
                throw refused(where, "a server works on it already: " + name, "stop every server on it first");
            }
        }
    }

    /** Goes through a table on both sides at once. What the target has must be as in the source; what it has not is added or counted. */
    private Part compare(TableRows rows, boolean adds) throws SQLException {
        MessageDigest digest = sha256();
        long count = 0;
        long missing = 0;
        // Else it would go on seeing what was there when it last looked.
        target.commit();
        try (TableRows.Cursor from = rows.read(source);
                TableRows.Cursor there = rows.read(target);
                TableRows.Writer writer = rows.write(writing)) {
            Row known = there.next();
            for (Row row = from.next(); row != null; row = from.next()) {
                row.addTo(digest);
                count++;
                if (known != null && rows.compareKeys(known, row) == 0) {
                    if (!known.isAs(row)) {
                        throw foreign(rows);
                    }
                    known = there.next();
                } else if (known != null && rows.compareKeys(known, row) < 0) {
                    throw foreign(rows);
                } else {
                    missing++;
                    if (adds) {
                        writer.add(row);
                    }
                }
            }
            if (known != null) {
                throw foreign(rows);
            }
            writer.flush();
        }
        return new Part(rows.table(), count, missing, HexFormat.of().formatHex(digest.digest(), 0, 8));
    }

    /** Numbers of the audit log go on after those that were taken over, and the clock is believed from then on. */
    private void finish() throws SQLException {
        long seenAt;
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery("select coalesce(max(seen_at), 0) from latchkey_upkeep")) {
            row.next();
            seenAt = row.getLong(1);
        }
        try (PreparedStatement seen =
                        writing.prepareStatement("update latchkey_upkeep set seen_at = ? where seen_at < ?");
                Statement numbers = writing.createStatement()) {
            seen.setLong(1, seenAt);
            seen.setLong(2, seenAt);
            seen.executeUpdate();
            numbers.execute("select setval(pg_get_serial_sequence('latchkey_audit_entry', 'position'),"
                    + " coalesce((select max(position) from latchkey_audit_entry), 0) + 1, false)");
            writing.commit();
        }
    }

    private StoreUnavailableException foreign(TableRows rows) {
        return refused(
                where,
                "it has something in " + rows.table() + " that is not of the file, or not as it is there",
                "name an empty database: what a server or a command made there would get mixed up with it");
    }

    private static StoreUnavailableException refused(String where, String reason, String cure) {
        return new StoreUnavailableException(
                new StoreFailure(Cause.OTHER, "database", where, reason, cure), new SQLException("not migrated"));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
