package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.micros;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions in three tables: the live ones, what is remembered of those that ended, and the tokens that were rotated
 * away.
 */
final class JdbcSessionStore implements SessionStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private static final String INSERT =
            "insert into latchkey_session (token_hash, " + SessionRows.COLUMNS + ") " + """
            select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            where not exists (select 1 from latchkey_ended_session where token_hash = ? or id = ?)
              and not exists (select 1 from latchkey_session_predecessor where token_hash = ?)
            on conflict do nothing
            """;
    private static final String REPLACE = """
            delete from latchkey_session
            where token_hash in (
                select token_hash from latchkey_session where principal_id = ? and token_hash <> ?
                order by last_seen_at desc, created_at desc, id desc limit -1 offset ?)
            returning token_hash,\s""" + SessionRows.COLUMNS;
    private static final String REPLACE_OF_SERIES =
            "delete from latchkey_session where series_id = ? and token_hash <> ? returning token_hash, "
                    + SessionRows.COLUMNS;
    private static final String FIND = "select " + SessionRows.COLUMNS + " from latchkey_session where token_hash = ?";
    private static final String FIND_PREDECESSOR = "select good_until, " + SessionRows.COLUMNS + """
            from latchkey_session_predecessor predecessor
            join latchkey_session session on session.id = predecessor.session_id
            where predecessor.token_hash = ?
            """;
    private static final String FIND_ENDED = """
            select reason from latchkey_ended_session
            where token_hash = ? or id = (select session_id from latchkey_session_predecessor where token_hash = ?)
            """;
    private static final String LIST = "select " + SessionRows.COLUMNS
            + " from latchkey_session where principal_id = ? order by last_seen_at desc";
    private static final String TOUCH = """
            update latchkey_session set last_seen_at = ?
            where token_hash = ? and last_seen_at < ?
            """;
    private static final String CONFIRM = "update latchkey_session set is_confirmed = 1 where token_hash = ?";
    private static final String IS_TAKEN = """
            select 1 from latchkey_session where token_hash = ?
            union all select 1 from latchkey_ended_session where token_hash = ?
            union all select 1 from latchkey_session_predecessor where token_hash = ?
            """;
    private static final String ROTATE = """
            update latchkey_session
            set token_hash = ?, authenticated_at = ?, proofs = ?, last_seen_at = max(last_seen_at, ?),
                series_id = ?, is_remembered = ?, is_confirmed = ?,
                browser_family = ?, browser_platform = ?, browser_network = ?, browser_exact = ?
            where token_hash = ? and id = ?
            """;
    private static final String KEEP_PREDECESSOR =
            "insert into latchkey_session_predecessor (token_hash, session_id, good_until) values (?, ?, ?)";
    private static final String END = "delete from latchkey_session where id = ? returning token_hash, id";
    private static final String END_ALL =
            "delete from latchkey_session where principal_id = ? returning token_hash, id";
    private static final String END_OTHERS =
            "delete from latchkey_session where principal_id = ? and id <> ? returning token_hash, id";
    private static final String END_SERIES =
            "delete from latchkey_session where series_id = ? returning token_hash, id";
    private static final String END_EXPIRED = """
            delete from latchkey_session
            where token_hash in (select token_hash from latchkey_session where expires_at <= ? limit ?)
            returning token_hash, id
            """;
    private static final String END_IDLE = """
            delete from latchkey_session
            where token_hash in (select token_hash from latchkey_session where last_seen_at <= ? limit ?)
            returning token_hash, id
            """;
    private static final String REMEMBER_END = """
            insert into latchkey_ended_session (token_hash, id, reason, ended_at) values (?, ?, ?, ?)
            on conflict do nothing
            """;
    private static final String FORGET_PREDECESSORS_OF_FORGOTTEN = """
            delete from latchkey_session_predecessor where session_id in (
                select id from latchkey_ended_session where ended_at < ? order by ended_at, token_hash limit ?)
            """;
    private static final String FORGET_ENDED = """
            delete from latchkey_ended_session
            where token_hash in (
                select token_hash from latchkey_ended_session where ended_at < ? order by ended_at, token_hash limit ?)
            """;
    private static final String FORGET_PREDECESSORS_OF_SESSION =
            "delete from latchkey_session_predecessor where session_id = ?";
    private static final String FORGET_PREDECESSORS = """
            delete from latchkey_session_predecessor
            where token_hash in (select token_hash from latchkey_session_predecessor where good_until <= ? limit ?)
            """;

    private final Transactor database;
    private final CorruptRows corruptSessions = new CorruptRows("latchkey_session");
    private final CorruptRows corruptEnds = new CorruptRows("latchkey_ended_session");

    JdbcSessionStore(Transactor database) {
        this.database = database;
    }

    @Override
    public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        return database.write(statements -> {
            if (!isInserted(statements, hash, session)) {
                return new Insertion.Refused();
            }
            if (maximum == Integer.MAX_VALUE) {
                return new Insertion.Added(List.of());
            }
            PreparedStatement replace = statements.of(REPLACE);
            replace.setString(1, session.principal().id().value());
            replace.setBytes(2, hash.toBytes());
            replace.setInt(3, maximum - 1);
            return new Insertion.Added(makeRoom(statements, replace, EndReason.REPLACED, now));
        });
    }

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        String series = session.link().series().orElseThrow().value();
        return database.write(statements -> {
            if (!isInserted(statements, hash, session)) {
                return new Insertion.Refused();
            }
            PreparedStatement replace = statements.of(REPLACE_OF_SERIES);
            replace.setString(1, series);
            replace.setBytes(2, hash.toBytes());
            List<Replaced> replaced = makeRoom(statements, replace, EndReason.RETURNED, now);
            PreparedStatement forget = statements.of(FORGET_PREDECESSORS_OF_SESSION);
            for (Replaced row : replaced) {
                forget.setString(1, row.session().id().value());
                forget.executeUpdate();
            }
            return new Insertion.Added(replaced);
        });
    }

    private static boolean isInserted(Statements statements, TokenHash hash, Session session) throws SQLException {
        PreparedStatement insert = statements.of(INSERT);
        insert.setBytes(1, hash.toBytes());
        SessionRows.bind(insert, 2, session);
        insert.setBytes(18, hash.toBytes());
        insert.setString(19, session.id().value());
        insert.setBytes(20, hash.toBytes());
        return insert.executeUpdate() == 1;
    }

    private List<Replaced> makeRoom(Statements statements, PreparedStatement replace, EndReason reason, Instant now)
            throws SQLException {
        List<Replaced> replaced = new ArrayList<>();
        List<EndedRow> ended = new ArrayList<>();
        try (ResultSet row = replace.executeQuery()) {
            while (row.next()) {
                EndedRow end = new EndedRow(new TokenHash(row.getBytes("token_hash")), text(row, "id"));
                ended.add(end);
                corruptSessions
                        .read(row, SessionRows::read)
                        .ifPresent(pushedOut -> replaced.add(new Replaced(end.hash(), pushedOut)));
            }
        }
        rememberEnds(statements, ended, reason, now);
        return replaced;
    }

    /**
     * One look after the other, each later than the one before. What ended or was rotated away was live before, so a
     * session that changes between two looks is found by a later one; of one that is rotated and then ended meanwhile
     * the last look sees the end.
     */
    @Override
    public Lookup find(TokenHash hash) {
        return database.read(statements -> {
            Optional<Lookup> found = findLive(statements, hash);
            if (found.isEmpty()) {
                found = findPredecessor(statements, hash);
            }
            if (found.isEmpty()) {
                found = findEnded(statements, hash);
            }
            return found.orElse(ABSENT);
        });
    }

    private Optional<Lookup> findLive(Statements statements, TokenHash hash) throws SQLException {
        PreparedStatement find = statements.of(FIND);
        find.setBytes(1, hash.toBytes());
        return first(
                find,
                row -> corruptSessions
                        .read(row, SessionRows::read)
                        .<Lookup>map(Lookup.Live::new)
                        .orElse(ABSENT));
    }

    private Optional<Lookup> findPredecessor(Statements statements, TokenHash hash) throws SQLException {
        PreparedStatement find = statements.of(FIND_PREDECESSOR);
        find.setBytes(1, hash.toBytes());
        return first(find, row -> {
            Instant until = instant(row, "good_until");
            return corruptSessions
                    .read(row, SessionRows::read)
                    .<Lookup>map(session -> new Lookup.Predecessor(session, until))
                    .orElse(ABSENT);
        });
    }

    private Optional<Lookup> findEnded(Statements statements, TokenHash hash) throws SQLException {
        PreparedStatement find = statements.of(FIND_ENDED);
        find.setBytes(1, hash.toBytes());
        find.setBytes(2, hash.toBytes());
        return first(
                find,
                row -> corruptEnds
                        .read(row, ended -> EndReason.valueOf(text(ended, "reason")))
                        .<Lookup>map(Lookup.Ended::new)
                        .orElse(ABSENT));
    }

    private static <T> Optional<T> first(PreparedStatement query, CorruptRows.Mapper<T> mapper) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(mapper.map(row)) : Optional.empty();
        }
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        return database.read(statements -> {
            PreparedStatement list = statements.of(LIST);
            list.setString(1, principal.value());
            List<Session> sessions = new ArrayList<>();
            try (ResultSet row = list.executeQuery()) {
                while (row.next()) {
                    corruptSessions.read(row, SessionRows::read).ifPresent(sessions::add);
                }
            }
            return List.copyOf(sessions);
        });
    }

    @Override
    public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        if (lastSeenAt.isEmpty()) {
            return;
        }
        Map<TokenHash, Instant> batch = Map.copyOf(lastSeenAt);
        database.write(statements -> {
            PreparedStatement touch = statements.of(TOUCH);
            for (Map.Entry<TokenHash, Instant> entry : batch.entrySet()) {
                touch.setLong(1, micros(entry.getValue()));
                touch.setBytes(2, entry.getKey().toBytes());
                touch.setLong(3, micros(entry.getValue()));
                touch.executeUpdate();
            }
            return batch.size();
        });
    }

    @Override
    public void confirm(Collection<TokenHash> hashes) {
        if (hashes.isEmpty()) {
            return;
        }
        List<TokenHash> batch = List.copyOf(hashes);
        database.write(statements -> {
            PreparedStatement confirm = statements.of(CONFIRM);
            for (TokenHash hash : batch) {
                confirm.setBytes(1, hash.toBytes());
                confirm.executeUpdate();
            }
            return batch.size();
        });
    }

    @Override
    public void forgetPredecessors(SessionId id) {
        database.write(statements -> {
            PreparedStatement forget = statements.of(FORGET_PREDECESSORS_OF_SESSION);
            forget.setString(1, id.value());
            return forget.executeUpdate();
        });
    }

    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END);
            end.setString(1, id.value());
            return end(statements, end, reason, now).stream().findFirst();
        });
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END_ALL);
            end.setString(1, principal.value());
            return end(statements, end, reason, now);
        });
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END_OTHERS);
            end.setString(1, principal.value());
            end.setString(2, kept.value());
            return end(statements, end, reason, now);
        });
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END_SERIES);
            end.setString(1, series.value());
            return end(statements, end, reason, now);
        });
    }

    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        return database.write(statements -> {
            PreparedStatement isTaken = statements.of(IS_TAKEN);
            isTaken.setBytes(1, successor.toBytes());
            isTaken.setBytes(2, successor.toBytes());
            isTaken.setBytes(3, successor.toBytes());
            if (first(isTaken, row -> true).isPresent()) {
                return false;
            }
            PreparedStatement rotate = statements.of(ROTATE);
            rotate.setBytes(1, successor.toBytes());
            rotate.setLong(2, micros(updated.authenticatedAt()));
            rotate.setString(3, SessionRows.spell(updated.proofs()));
            rotate.setLong(4, micros(updated.lastSeenAt()));
            SessionRows.bindLink(rotate, 5, updated.link());
            Columns.bind(rotate, 8, updated.browser());
            rotate.setBytes(12, current.toBytes());
            rotate.setString(13, updated.id().value());
            if (rotate.executeUpdate() == 0) {
                return false;
            }
            PreparedStatement keep = statements.of(KEEP_PREDECESSOR);
            keep.setBytes(1, current.toBytes());
            keep.setString(2, updated.id().value());
            keep.setLong(3, micros(predecessorUntil));
            keep.executeUpdate();
            return true;
        });
    }

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        return database.write(statements -> {
            int expired = endUpTo(limit, statements, END_EXPIRED, now, EndReason.EXPIRED, now);
            int idle = endUpTo(limit - expired, statements, END_IDLE, lastSeenBy, EndReason.IDLE_EXPIRED, now);
            upTo(limit, statements, FORGET_PREDECESSORS_OF_FORGOTTEN, forgetEndedBefore);
            int forgotten = upTo(limit, statements, FORGET_ENDED, forgetEndedBefore);
            int predecessors = upTo(limit, statements, FORGET_PREDECESSORS, now);
            return Math.max(expired + idle, Math.max(forgotten, predecessors));
        });
    }

    private static int upTo(int limit, Statements statements, String sql, Instant bound) throws SQLException {
        PreparedStatement deletion = statements.of(sql);
        deletion.setLong(1, micros(bound));
        deletion.setInt(2, limit);
        return deletion.executeUpdate();
    }

    private static int endUpTo(
            int limit, Statements statements, String sql, Instant bound, EndReason reason, Instant now)
            throws SQLException {
        PreparedStatement end = statements.of(sql);
        end.setLong(1, micros(bound));
        end.setInt(2, limit);
        return end(statements, end, reason, now).size();
    }

    private record EndedRow(TokenHash hash, String id) {}

    /** Runs a deletion that returns what it deleted, and keeps the reason of each, in one transaction. */
    private static List<TokenHash> end(Statements statements, PreparedStatement deletion, EndReason reason, Instant now)
            throws SQLException {
        List<EndedRow> ended = new ArrayList<>();
        try (ResultSet row = deletion.executeQuery()) {
            while (row.next()) {
                ended.add(new EndedRow(new TokenHash(row.getBytes("token_hash")), text(row, "id")));
            }
        }
        rememberEnds(statements, ended, reason, now);
        return ended.stream().map(EndedRow::hash).toList();
    }

    private static void rememberEnds(Statements statements, List<EndedRow> ended, EndReason reason, Instant now)
            throws SQLException {
        PreparedStatement remember = statements.of(REMEMBER_END);
        for (EndedRow row : ended) {
            remember.setBytes(1, row.hash().toBytes());
            remember.setString(2, row.id());
            remember.setString(3, reason.name());
            remember.setLong(4, micros(now));
            remember.executeUpdate();
        }
    }
}
