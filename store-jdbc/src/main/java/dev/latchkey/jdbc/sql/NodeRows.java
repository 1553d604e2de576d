package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.token.TokenHash;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What nodes read and write of each other, in PostgreSQL's words. Which changes a node knows is a snapshot: the set of
 * transactions that were committed when it looked. So the next look tells exactly what was committed since, although
 * transactions are not committed in the order in which they got their numbers.
 */
public final class NodeRows {
    private static final String NOW = "cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";

    /** Which history of the database it is: another one after a standby took over. Fails on a standby. */
    private static final String TIMELINE = "substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)";

    private static final String LOOK =
            "select cast(pg_current_snapshot() as text) as snapshot, " + TIMELINE + " as timeline, " + NOW + " as at";

    /** One statement, so that the new snapshot is the one that the rows are seen by. */
    private static final String CHANGES = "select snapshot, timeline, at, token_hash, reason from (" + LOOK + """
            ) as look left join (
                select token_hash, reason, n from latchkey_session_change
                where xid >= pg_snapshot_xmin(cast(? as pg_snapshot))
                  and not pg_visible_in_snapshot(xid, cast(? as pg_snapshot))) as change on true
            order by n
            """;

    private static final String RENEW =
            "insert into latchkey_node (id, name, version, settings, lease_until, applied) values (?, ?, ?, ?, "
                    + NOW + " + ?, cast(? as pg_snapshot)) on conflict (id) do update"
                    + " set lease_until = excluded.lease_until, applied = excluded.applied";
    private static final String LEAVE = "delete from latchkey_node where id = ?";

    /** Whether nodes are left that may answer from what they knew before that transaction, and for how long yet. */
    private static final String LONGEST_BEHIND = "select max(lease_until) - " + NOW + " as micros from latchkey_node"
            + " where lease_until > " + NOW + " and not pg_visible_in_snapshot(cast(? as xid8), applied)";

    /** Of each node, what it has not said that it knows. */
    private static final String STANDINGS = "select id, name, version, settings, lease_until - " + NOW + " as lease,"
            + " (select count(*) from latchkey_session_change where not pg_visible_in_snapshot(xid, applied)) as unheard,"
            + " coalesce(" + NOW + " - (select min(at) from latchkey_session_change"
            + " where not pg_visible_in_snapshot(xid, applied)), 0) as behind from latchkey_node order by name, id";

    private NodeRows() {}

    /** Where a node stands, in microseconds. */
    public record Standing(SessionFeed.Node node, long leaseMicros, long unheard, long behindMicros) {}

    /** Where every node stands. */
    public static List<Standing> standings(Statements statements) throws SQLException {
        return statements.list(
                STANDINGS,
                row -> new Standing(
                        new SessionFeed.Node(
                                text(row, "id"),
                                text(row, "name"),
                                text(row, "version"),
                                settings(text(row, "settings"))),
                        row.getLong("lease"),
                        row.getLong("unheard"),
                        row.getLong("behind")));
    }

    /**
     * Where a node stands.
     *
     * @param snapshot which transactions it knows
     * @param timeline of which history
     * @param atMicros when it looked, by the database's clock
     */
    public record Position(String snapshot, String timeline, long atMicros) {}

    /** What came after a position, and where that leads. */
    public record Delta(Position position, List<SessionChange> changes) {}

    /** Where a node that knows everything stands now. */
    public static Position now(Statements statements) throws SQLException {
        return statements
                .first(LOOK, row -> new Position(text(row, "snapshot"), text(row, "timeline"), row.getLong("at")))
                .orElseThrow();
    }

    /** What was committed since. */
    public static Delta after(Statements statements, Position known) throws SQLException {
        List<SessionChange> changes = new ArrayList<>();
        List<Position> positions = statements.list(
                CHANGES,
                row -> {
                    byte[] hash = row.getBytes("token_hash");
                    if (hash != null) {
                        changes.add(change(new TokenHash(hash), Optional.ofNullable(row.getString("reason"))));
                    }
                    return new Position(text(row, "snapshot"), text(row, "timeline"), row.getLong("at"));
                },
                known.snapshot(),
                known.snapshot());
        return new Delta(positions.getFirst(), changes);
    }

    private static SessionChange change(TokenHash hash, Optional<String> reason) {
        // A later release may know more reasons; the store is asked then.
        return reason.flatMap(NodeRows::known)
                .<SessionChange>map(known -> new SessionChange.Ended(hash, known))
                .orElseGet(() -> new SessionChange.Outdated(hash));
    }

    private static Optional<EndReason> known(String name) {
        return Arrays.stream(EndReason.values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
    }

    /** Says that a node may answer from its cache for so long from now, and what it knows. */
    public static int renew(Statements statements, SessionFeed.Node node, Duration lease, Position applied)
            throws SQLException {
        return statements.update(
                RENEW,
                node.id(),
                node.name(),
                node.version(),
                lines(node.settings()),
                lease.toNanos() / 1_000,
                applied.snapshot());
    }

    private static String lines(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue().replace('\n', ' '))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static Map<String, String> settings(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (one, other) -> other));
    }

    /** Says that a node answers no more. */
    public static int leave(Statements statements, SessionFeed.Node node) throws SQLException {
        return statements.update(LEAVE, node.id());
    }

    /**
     * For how long at most somebody may answer from what was known before that transaction, in microseconds; empty when
     * nobody does.
     */
    public static OptionalLong microsBehind(Statements statements, String transaction) throws SQLException {
        return statements
                .first(
                        LONGEST_BEHIND,
                        row -> {
                            long micros = row.getLong("micros");
                            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(micros);
                        },
                        transaction)
                .orElseThrow();
    }
}
