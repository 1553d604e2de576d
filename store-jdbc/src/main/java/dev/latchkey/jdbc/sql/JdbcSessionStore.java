package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.jdbc.sql.Statements.Lockable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in two tables: each session has one row for life, and each of its tokens one. An end is noted in the
 * session's row; a token that is rotated away stays beside the current one.
 */
final class JdbcSessionStore implements SessionStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private static final String INSERT = "insert into latchkey_session (" + SessionRows.COLUMNS
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT_TOKEN =
            "insert into latchkey_session_token (token_hash, session_id, good_until) values (?, ?, null)";
    private static final String DELETE_TOKEN = "delete from latchkey_session_token where token_hash = ?";
    private static final String FIND = "select good_until, reason, " + SessionRows.COLUMNS + """
            from latchkey_session_token join latchkey_session on id = session_id where token_hash = ?
            """;
    private static final String LIST = "select " + SessionRows.COLUMNS + """
            from latchkey_session where principal_id = ? and reason is null order by last_seen_at desc
            """;
    private static final String LIVE = "select token_hash, " + SessionRows.COLUMNS + """
            from latchkey_session join latchkey_session_token on session_id = id and good_until is null
            where reason is null and\s""";
    private static final String SURPLUS = LIVE + """
            principal_id = ? and id <> ? order by last_seen_at desc, created_at desc, id desc limit ? offset ?
            """;
    private static final String OTHERS_OF_SERIES = LIVE + "series_id = ? and id <> ?";
    private static final String TOUCH = """
            update latchkey_session set last_seen_at = ?
            where last_seen_at < ? and reason is null
              and id = (select session_id from latchkey_session_token where token_hash = ? and good_until is null)
            """;
    private static final String CONFIRM = """
            update latchkey_session set is_confirmed = ?
            where reason is null
              and id = (select session_id from latchkey_session_token where token_hash = ? and good_until is null)
            """;
    private static final String IS_CURRENT = """
            select 1 from latchkey_session_token where token_hash = ? and session_id = ? and good_until is null
            """;
    private static final String IS_TAKEN = "select 1 from latchkey_session_token where token_hash = ?";
    private static final String ROTATE = """
            update latchkey_session
            set authenticated_at = ?, proofs = ?, last_seen_at = case when last_seen_at < ? then ? else last_seen_at end,
                series_id = ?, is_remembered = ?, is_confirmed = ?,
                browser_family = ?, browser_platform = ?, browser_network = ?, browser_exact = ?
            where id = ? and reason is null
            """;
    private static final String MAKE_PREDECESSOR =
            "update latchkey_session_token set good_until = ? where token_hash = ?";
    private static final String FORGET_PREDECESSORS_OF_SESSION =
            "delete from latchkey_session_token where session_id = ? and good_until is not null";

    private final Transactor database;
    private final CorruptRows corruptSessions = new CorruptRows("latchkey_session");

    JdbcSessionStore(Transactor database) {
        this.database = database;
    }

    @Override
    public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        String principal = session.principal().id().value();
        return database.write(statements -> {
            statements.lock(Lockable.SESSIONS, principal);
            if (!isInserted(statements, hash, session)) {
                return new Insertion.Refused();
            }
            if (maximum == Integer.MAX_VALUE) {
                return new Insertion.Added(List.of());
            }
            List<Row> surplus = statements.list(
                    SURPLUS, this::row, principal, session.id().value(), Integer.MAX_VALUE, maximum - 1);
            return new Insertion.Added(replaced(statements, surplus, EndReason.REPLACED, now));
        });
    }

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        String series = session.link().series().orElseThrow().value();
        return database.write(statements -> {
            statements.lock(Lockable.SESSIONS, session.principal().id().value());
            if (!isInserted(statements, hash, session)) {
                return new Insertion.Refused();
            }
            // Anyone can derive that token who holds the browser's, so a node may have looked for it in vain.
            ChangeRows.outdated(statements, hash);
            List<Row> others = statements.list(
                    OTHERS_OF_SERIES, this::row, series, session.id().value());
            List<Replaced> replaced = replaced(statements, others, EndReason.RETURNED, now);
            for (Row other : others) {
                statements.update(FORGET_PREDECESSORS_OF_SESSION, other.id());
            }
            return new Insertion.Added(replaced);
        });
    }

    private static boolean isInserted(Statements statements, TokenHash hash, Session session) throws SQLException {
        if (!statements.insert(INSERT_TOKEN, hash, session.id().value())) {
            return false;
        }
        boolean isInserted = statements.insert(INSERT, SessionRows.values(session));
        if (!isInserted) {
            statements.update(DELETE_TOKEN, hash);
        }
        return isInserted;
    }

    /** A live session with its token; without the session when that cannot be read. */
    private record Row(TokenHash hash, String id, Optional<Session> session) {}

    private Row row(ResultSet row) throws SQLException {
        return new Row(
                new TokenHash(row.getBytes("token_hash")),
                text(row, "id"),
                corruptSessions.read(row, SessionRows::read));
    }

    private static List<Replaced> replaced(Statements statements, List<Row> rows, EndReason reason, Instant now)
            throws SQLException {
        Endings.end(statements, rows.stream().map(Row::id).toList(), reason, now);
        List<Replaced> replaced = new ArrayList<>();
        rows.forEach(row -> row.session().ifPresent(session -> replaced.add(new Replaced(row.hash(), session))));
        return replaced;
    }

    @Override
    public Lookup find(TokenHash hash) {
        return database.read(statements -> {
            Lookup found = statements
                    .first(FIND, corruptSessions.reading(JdbcSessionStore::lookup), hash)
                    .flatMap(read -> read)
                    .orElse(ABSENT);
            if (found instanceof Lookup.Ended) {
                ChangeRows.endedBefore(statements, hash);
            }
            return found;
        });
    }

    private static Lookup lookup(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        if (reason != null) {
            return new Lookup.Ended(EndReason.valueOf(reason));
        }
        Instant until = instant(row, "good_until");
        return row.wasNull()
                ? new Lookup.Live(SessionRows.read(row))
                : new Lookup.Predecessor(SessionRows.read(row), until);
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        return database.read(statements -> CorruptRows.sound(
                statements.list(LIST, corruptSessions.reading(SessionRows::read), principal.value())));
    }

    @Override
    public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        if (lastSeenAt.isEmpty()) {
            return;
        }
        // In one order for all, or two would wait for each other.
        List<Map.Entry<TokenHash, Instant>> batch = lastSeenAt.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ByBytes.ORDER))
                .map(Map.Entry::copyOf)
                .toList();
        database.write(statements -> statements.updateEach(
                TOUCH, batch, seen -> new @Nullable Object[] {seen.getValue(), seen.getValue(), seen.getKey()}));
    }

    @Override
    public void confirm(Collection<TokenHash> hashes) {
        if (hashes.isEmpty()) {
            return;
        }
        List<TokenHash> batch = hashes.stream().sorted(ByBytes.ORDER).toList();
        database.write(
                statements -> statements.updateEach(CONFIRM, batch, hash -> new @Nullable Object[] {true, hash}));
    }

    @Override
    public void forgetPredecessors(SessionId id) {
        database.write(statements -> {
            ChangeRows.predecessorsOutdated(statements, id.value());
            return statements.update(FORGET_PREDECESSORS_OF_SESSION, id.value());
        });
    }

    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        return database.write(statements ->
                Endings.tokens(statements, Endings.end(statements, List.of(id.value()), reason, now)).stream()
                        .findFirst());
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return end(Endings.OF_PRINCIPAL, reason, now, principal.value());
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        return end(Endings.OTHERS_OF_PRINCIPAL, reason, now, principal.value(), kept.value());
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        return end(Endings.OF_SERIES, reason, now, series.value());
    }

    private List<TokenHash> end(String which, EndReason reason, Instant now, @Nullable Object... values) {
        return database.write(
                statements -> Endings.tokens(statements, Endings.endAll(statements, which, reason, now, values)));
    }

    /** Whoever rotates a session keeps others from it that would as well; whoever ends it need not ask. */
    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        String id = updated.id().value();
        return database.write(statements -> {
            statements.lock(Lockable.SESSIONS, updated.principal().id().value());
            if (!statements.exists(IS_CURRENT, current, id)
                    || statements.exists(IS_TAKEN, successor)
                    || statements.update(ROTATE, rotated(updated)) == 0) {
                return false;
            }
            statements.update(MAKE_PREDECESSOR, predecessorUntil, current);
            if (!statements.insert(INSERT_TOKEN, successor, id)) {
                throw new IllegalStateException("the same token was made twice at once");
            }
            ChangeRows.outdated(statements, current);
            return true;
        });
    }

    private static @Nullable Object[] rotated(Session updated) {
        return new @Nullable Object[] {
            updated.authenticatedAt(),
            SessionRows.spell(updated.proofs()),
            updated.lastSeenAt(),
            updated.lastSeenAt(),
            SessionRows.series(updated),
            SessionRows.isRemembered(updated),
            SessionRows.isConfirmed(updated),
            updated.browser().family(),
            updated.browser().platform(),
            updated.browser().network(),
            updated.browser().exact(),
            updated.id().value()
        };
    }

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        return database.write(statements -> SessionPurge.purge(statements, now, lastSeenBy, forgetEndedBefore, limit));
    }
}
