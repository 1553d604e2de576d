package dev.latchkey.jdbc;

import static dev.latchkey.jdbc.Columns.instant;
import static dev.latchkey.jdbc.Columns.micros;
import static dev.latchkey.jdbc.Columns.text;

import dev.latchkey.principal.Principal;
import dev.latchkey.principal.PrincipalId;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Session;
import dev.latchkey.session.SessionStore;
import dev.latchkey.token.SessionId;
import dev.latchkey.token.TokenHash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sessions in two tables: the live ones, and what is remembered of those that ended. */
final class JdbcSessionStore implements SessionStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private static final String INSERT = """
            insert into session (token_hash, id, principal_id, username, name,
                                 created_at, authenticated_at, last_seen_at, expires_at, version)
            select ?, ?, ?, ?, ?, ?, ?, ?, ?, 1
            where not exists (select 1 from ended_session where token_hash = ? or id = ?)
            on conflict do nothing
            """;
    private static final String FIND = """
            select id, principal_id, username, name, created_at, authenticated_at, last_seen_at, expires_at
            from session where token_hash = ?
            """;
    private static final String FIND_ENDED = "select reason from ended_session where token_hash = ?";
    private static final String LIST = """
            select id, principal_id, username, name, created_at, authenticated_at, last_seen_at, expires_at
            from session where principal_id = ? order by last_seen_at desc
            """;
    private static final String TOUCH = """
            update session set last_seen_at = ?, version = version + 1
            where token_hash = ? and last_seen_at < ?
            """;
    private static final String END = "delete from session where id = ? returning token_hash, id";
    private static final String END_ALL = "delete from session where principal_id = ? returning token_hash, id";
    private static final String END_EXPIRED = """
            delete from session where token_hash in (select token_hash from session where expires_at <= ? limit ?)
            returning token_hash, id
            """;
    private static final String END_IDLE = """
            delete from session where token_hash in (select token_hash from session where last_seen_at <= ? limit ?)
            returning token_hash, id
            """;
    private static final String REMEMBER_END = """
            insert into ended_session (token_hash, id, reason, ended_at) values (?, ?, ?, ?) on conflict do nothing
            """;
    private static final String FORGET_ENDED = """
            delete from ended_session
            where token_hash in (select token_hash from ended_session where ended_at < ? limit ?)
            """;

    private final Transactor database;
    private final CorruptRows corruptSessions = new CorruptRows("session");
    private final CorruptRows corruptEnds = new CorruptRows("ended_session");

    JdbcSessionStore(Transactor database) {
        this.database = database;
    }

    @Override
    public boolean insert(TokenHash hash, Session session) {
        return database.write(statements -> {
            PreparedStatement insert = statements.of(INSERT);
            insert.setBytes(1, hash.toBytes());
            insert.setString(2, session.id().value());
            insert.setString(3, session.principal().id().value());
            insert.setString(4, session.principal().username());
            insert.setString(5, session.principal().name());
            insert.setLong(6, micros(session.createdAt()));
            insert.setLong(7, micros(session.authenticatedAt()));
            insert.setLong(8, micros(session.lastSeenAt()));
            insert.setLong(9, micros(session.expiresAt()));
            insert.setBytes(10, hash.toBytes());
            insert.setString(11, session.id().value());
            return insert.executeUpdate() == 1;
        });
    }

    /**
     * The second look comes after the first, and what ended was live before: a session that ends between the two is
     * found by the second.
     */
    @Override
    public Lookup find(TokenHash hash) {
        return database.read(statements -> {
            PreparedStatement find = statements.of(FIND);
            find.setBytes(1, hash.toBytes());
            try (ResultSet row = find.executeQuery()) {
                if (row.next()) {
                    return corruptSessions
                            .read(row, JdbcSessionStore::session)
                            .<Lookup>map(Lookup.Live::new)
                            .orElse(ABSENT);
                }
            }
            PreparedStatement findEnded = statements.of(FIND_ENDED);
            findEnded.setBytes(1, hash.toBytes());
            try (ResultSet row = findEnded.executeQuery()) {
                return row.next()
                        ? corruptEnds
                                .read(row, ended -> EndReason.valueOf(text(ended, "reason")))
                                .<Lookup>map(Lookup.Ended::new)
                                .orElse(ABSENT)
                        : ABSENT;
            }
        });
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        return database.read(statements -> {
            PreparedStatement list = statements.of(LIST);
            list.setString(1, principal.value());
            List<Session> sessions = new ArrayList<>();
            try (ResultSet row = list.executeQuery()) {
                while (row.next()) {
                    corruptSessions.read(row, JdbcSessionStore::session).ifPresent(sessions::add);
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
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        return database.write(statements -> {
            int expired = endUpTo(limit, statements, END_EXPIRED, now, EndReason.EXPIRED, now);
            int idle = endUpTo(limit - expired, statements, END_IDLE, lastSeenBy, EndReason.IDLE_EXPIRED, now);
            PreparedStatement forget = statements.of(FORGET_ENDED);
            forget.setLong(1, micros(forgetEndedBefore));
            forget.setInt(2, limit);
            return Math.max(expired + idle, forget.executeUpdate());
        });
    }

    private static int endUpTo(
            int limit, Statements statements, String sql, Instant bound, EndReason reason, Instant now)
            throws SQLException {
        PreparedStatement end = statements.of(sql);
        end.setLong(1, micros(bound));
        end.setInt(2, limit);
        return end(statements, end, reason, now).size();
    }

    /** Runs a deletion that returns what it deleted, and keeps the reason of each, in one transaction. */
    private static List<TokenHash> end(Statements statements, PreparedStatement deletion, EndReason reason, Instant now)
            throws SQLException {
        List<TokenHash> hashes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (ResultSet row = deletion.executeQuery()) {
            while (row.next()) {
                hashes.add(new TokenHash(row.getBytes("token_hash")));
                ids.add(row.getString("id"));
            }
        }
        PreparedStatement remember = statements.of(REMEMBER_END);
        for (int i = 0; i < hashes.size(); i++) {
            remember.setBytes(1, hashes.get(i).toBytes());
            remember.setString(2, ids.get(i));
            remember.setString(3, reason.name());
            remember.setLong(4, micros(now));
            remember.executeUpdate();
        }
        return List.copyOf(hashes);
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                new SessionId(text(row, "id")),
                new Principal(new PrincipalId(text(row, "principal_id")), text(row, "username"), text(row, "name")),
                instant(row, "created_at"),
                instant(row, "authenticated_at"),
                instant(row, "last_seen_at"),
                instant(row, "expires_at"));
    }
}
