package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.micros;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Remember-me series in two tables: the live ones, and what is remembered of those that ended. */
final class JdbcRememberMeStore implements RememberMeStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private static final String INSERT = """
            insert into latchkey_remember_series (
                id, principal_id, created_at, expires_at,
                browser_family, browser_platform, browser_network, browser_exact,
                generation, current_hash, previous_hash, rotated_at, confirmed_at,
                session_number, lost_answers, lost_in)
            select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            where not exists (select 1 from latchkey_ended_remember_series where id = ?)
            on conflict do nothing
            """;
    private static final String SELECT = """
            select id, principal_id, created_at, expires_at,
                   browser_family, browser_platform, browser_network, browser_exact,
                   generation, current_hash, previous_hash, rotated_at, confirmed_at,
                   session_number, lost_answers, lost_in
            from latchkey_remember_series
            """;
    private static final String FIND = SELECT + " where id = ?";
    private static final String LIST = SELECT + " where principal_id = ?";
    private static final String FIND_ENDED = "select reason from latchkey_ended_remember_series where id = ?";
    private static final String ROTATE = """
            update latchkey_remember_series
            set generation = generation + 1, previous_hash = current_hash, current_hash = ?,
                rotated_at = ?, expires_at = ?, confirmed_at = null, session_number = 0,
                lost_answers = case
                    when lost_in = generation then lost_answers
                    when lost_answers > 0 then lost_answers - 1
                    else 0 end
            where id = ? and current_hash = ?
            """;
    private static final String CONFIRM = """
            update latchkey_remember_series set confirmed_at = ?
            where id = ? and confirmed_at is null and rotated_at <= ?
            """;
    private static final String NEXT_SESSION = """
            update latchkey_remember_series set session_number = session_number + 1
            where id = ? and current_hash = ? and session_number = ?
            """;
    private static final String COUNT_LOST_ANSWER = """
            update latchkey_remember_series set lost_answers = lost_answers + 1, lost_in = generation
            where id = ? and current_hash = ? and lost_in <> generation
            """;
    private static final String END = "delete from latchkey_remember_series where id = ? returning id";
    private static final String END_ALL = "delete from latchkey_remember_series where principal_id = ? returning id";
    private static final String END_OTHERS =
            "delete from latchkey_remember_series where principal_id = ? and id <> ? returning id";
    private static final String END_EXPIRED = """
            delete from latchkey_remember_series
            where id in (select id from latchkey_remember_series where expires_at <= ? limit ?)
            returning id
            """;
    private static final String REMEMBER_END = """
            insert into latchkey_ended_remember_series (id, reason, ended_at) values (?, ?, ?) on conflict do nothing
            """;
    private static final String FORGET_ENDED = """
            delete from latchkey_ended_remember_series
            where id in (select id from latchkey_ended_remember_series where ended_at < ? limit ?)
            """;

    private final Transactor database;
    private final CorruptRows corruptSeries = new CorruptRows("latchkey_remember_series");
    private final CorruptRows corruptEnds = new CorruptRows("latchkey_ended_remember_series");

    JdbcRememberMeStore(Transactor database) {
        this.database = database;
    }

    @Override
    public boolean insert(RememberMeSeries series) {
        return database.write(statements -> {
            PreparedStatement insert = statements.of(INSERT);
            insert.setString(1, series.id().value());
            insert.setString(2, series.principal().value());
            insert.setLong(3, micros(series.createdAt()));
            insert.setLong(4, micros(series.expiresAt()));
            Columns.bind(insert, 5, series.browser());
            insert.setInt(9, series.generation());
            insert.setBytes(10, series.current().toBytes());
            insert.setBytes(11, series.previous().toBytes());
            insert.setLong(12, micros(series.rotatedAt()));
            if (series.isConfirmed()) {
                insert.setLong(13, micros(series.confirmedAt()));
            } else {
                insert.setNull(13, Types.BIGINT);
            }
            insert.setInt(14, series.sessionNumber());
            insert.setInt(15, series.lostAnswers());
            insert.setInt(16, series.lostIn());
            insert.setString(17, series.id().value());
            return insert.executeUpdate() == 1;
        });
    }

    /** The second look comes after the first, and what ended was live before: an end between the two is found. */
    @Override
    public Lookup find(SeriesId id) {
        return database.read(statements -> {
            PreparedStatement find = statements.of(FIND);
            find.setString(1, id.value());
            try (ResultSet row = find.executeQuery()) {
                if (row.next()) {
                    return corruptSeries
                            .read(row, JdbcRememberMeStore::series)
                            .<Lookup>map(Lookup.Live::new)
                            .orElse(ABSENT);
                }
            }
            PreparedStatement findEnded = statements.of(FIND_ENDED);
            findEnded.setString(1, id.value());
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
    public List<RememberMeSeries> list(PrincipalId principal) {
        return database.read(statements -> {
            PreparedStatement list = statements.of(LIST);
            list.setString(1, principal.value());
            List<RememberMeSeries> found = new ArrayList<>();
            try (ResultSet row = list.executeQuery()) {
                while (row.next()) {
                    corruptSeries.read(row, JdbcRememberMeStore::series).ifPresent(found::add);
                }
            }
            return List.copyOf(found);
        });
    }

    @Override
    public void confirm(SeriesId id, Instant issuedAt, Instant firstUsedAt) {
        database.write(statements -> {
            PreparedStatement confirm = statements.of(CONFIRM);
            confirm.setLong(1, micros(firstUsedAt));
            confirm.setString(2, id.value());
            confirm.setLong(3, micros(issuedAt));
            return confirm.executeUpdate();
        });
    }

    @Override
    public boolean nextSession(SeriesId id, TokenHash expected, int number) {
        return database.write(statements -> {
            PreparedStatement next = statements.of(NEXT_SESSION);
            next.setString(1, id.value());
            next.setBytes(2, expected.toBytes());
            next.setInt(3, number);
            return next.executeUpdate() == 1;
        });
    }

    @Override
    public void countLostAnswer(SeriesId id, TokenHash expected) {
        database.write(statements -> {
            PreparedStatement count = statements.of(COUNT_LOST_ANSWER);
            count.setString(1, id.value());
            count.setBytes(2, expected.toBytes());
            return count.executeUpdate();
        });
    }

    @Override
    public boolean rotate(SeriesId id, TokenHash expected, TokenHash successor, Instant now, Instant expiresAt) {
        return database.write(statements -> {
            PreparedStatement rotate = statements.of(ROTATE);
            rotate.setBytes(1, successor.toBytes());
            rotate.setLong(2, micros(now));
            rotate.setLong(3, micros(expiresAt));
            rotate.setString(4, id.value());
            rotate.setBytes(5, expected.toBytes());
            return rotate.executeUpdate() == 1;
        });
    }

    @Override
    public boolean end(SeriesId id, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END);
            end.setString(1, id.value());
            return !end(statements, end, reason, now).isEmpty();
        });
    }

    @Override
    public List<SeriesId> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END_ALL);
            end.setString(1, principal.value());
            return end(statements, end, reason, now);
        });
    }

    @Override
    public List<SeriesId> endOthers(PrincipalId principal, SeriesId kept, EndReason reason, Instant now) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END_OTHERS);
            end.setString(1, principal.value());
            end.setString(2, kept.value());
            return end(statements, end, reason, now);
        });
    }

    @Override
    public int purge(Instant now, Instant forgetEndedBefore, int limit) {
        return database.write(statements -> {
            PreparedStatement end = statements.of(END_EXPIRED);
            end.setLong(1, micros(now));
            end.setInt(2, limit);
            int expired = end(statements, end, EndReason.EXPIRED, now).size();
            PreparedStatement forget = statements.of(FORGET_ENDED);
            forget.setLong(1, micros(forgetEndedBefore));
            forget.setInt(2, limit);
            return Math.max(expired, forget.executeUpdate());
        });
    }

    /** Runs a deletion that returns what it deleted, and keeps the reason of each, in one transaction. */
    private static List<SeriesId> end(Statements statements, PreparedStatement deletion, EndReason reason, Instant now)
            throws SQLException {
        List<SeriesId> ids = new ArrayList<>();
        try (ResultSet row = deletion.executeQuery()) {
            while (row.next()) {
                ids.add(new SeriesId(text(row, "id")));
            }
        }
        PreparedStatement remember = statements.of(REMEMBER_END);
        for (SeriesId id : ids) {
            remember.setString(1, id.value());
            remember.setString(2, reason.name());
            remember.setLong(3, micros(now));
            remember.executeUpdate();
        }
        return List.copyOf(ids);
    }

    private static RememberMeSeries series(ResultSet row) throws SQLException {
        return new RememberMeSeries(
                new SeriesId(text(row, "id")),
                new PrincipalId(text(row, "principal_id")),
                instant(row, "created_at"),
                instant(row, "expires_at"),
                Columns.browser(row),
                row.getInt("generation"),
                new TokenHash(row.getBytes("current_hash")),
                new TokenHash(row.getBytes("previous_hash")),
                instant(row, "rotated_at"),
                confirmedAt(row),
                row.getInt("session_number"),
                row.getInt("lost_answers"),
                row.getInt("lost_in"));
    }

    private static Instant confirmedAt(ResultSet row) throws SQLException {
        Instant confirmedAt = instant(row, "confirmed_at");
        return row.wasNull() ? RememberMeSeries.UNCONFIRMED : confirmedAt;
    }
}
