package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.instant;
import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Remember-me series in one table, each in one row for life: an end is noted in it. */
final class JdbcRememberMeStore implements RememberMeStore {
    private static final Lookup ABSENT = new Lookup.Absent();

    private static final String COLUMNS = """
            id, principal_id, created_at, expires_at,
            browser_family, browser_platform, browser_network, browser_exact,
            generation, current_hash, previous_hash, rotated_at, confirmed_at,
            session_number, lost_answers, lost_in
            """;
    private static final String INSERT = "insert into latchkey_remember_series (" + COLUMNS
            + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String FIND = "select reason, " + COLUMNS + " from latchkey_remember_series where id = ?";
    private static final String LIST =
            "select " + COLUMNS + " from latchkey_remember_series where principal_id = ? and reason is null";
    private static final String ROTATE = """
            update latchkey_remember_series
            set generation = generation + 1, previous_hash = current_hash, current_hash = ?,
                rotated_at = ?, expires_at = ?, confirmed_at = null, session_number = 0,
                lost_answers = case
                    when lost_in = generation then lost_answers
                    when lost_answers > 0 then lost_answers - 1
                    else 0 end
            where id = ? and current_hash = ? and reason is null
            """;
    private static final String CONFIRM = """
            update latchkey_remember_series set confirmed_at = ?
            where id = ? and confirmed_at is null and rotated_at <= ? and reason is null
            """;
    private static final String NEXT_SESSION = """
            update latchkey_remember_series set session_number = session_number + 1
            where id = ? and current_hash = ? and session_number = ? and reason is null
            """;
    private static final String COUNT_LOST_ANSWER = """
            update latchkey_remember_series set lost_answers = lost_answers + 1, lost_in = generation
            where id = ? and current_hash = ? and lost_in <> generation and reason is null
            """;
    private static final String LIVE = "select id from latchkey_remember_series where reason is null and ";
    private static final String OF_PRINCIPAL = LIVE + "principal_id = ?";
    private static final String OTHERS_OF_PRINCIPAL = LIVE + "principal_id = ? and id <> ?";
    private static final String EXPIRED = LIVE + "expires_at <= ? limit ?";
    private static final String END =
            "update latchkey_remember_series set reason = ?, ended_at = ? where id = ? and reason is null";
    private static final String FORGET_ENDED = """
            delete from latchkey_remember_series
            where id in (select id from latchkey_remember_series where reason is not null and ended_at < ? limit ?)
            """;

    private final Transactor database;
    private final CorruptRows corruptSeries = new CorruptRows("latchkey_remember_series");

    JdbcRememberMeStore(Transactor database) {
        this.database = database;
    }

    @Override
    public boolean insert(RememberMeSeries series) {
        return database.write(statements -> statements.insert(
                INSERT,
                series.id().value(),
                series.principal().value(),
                series.createdAt(),
                series.expiresAt(),
                series.browser().family(),
                series.browser().platform(),
                series.browser().network(),
                series.browser().exact(),
                series.generation(),
                series.current(),
                series.previous(),
                series.rotatedAt(),
                series.isConfirmed() ? series.confirmedAt() : null,
                series.sessionNumber(),
                series.lostAnswers(),
                series.lostIn()));
    }

    @Override
    public Lookup find(SeriesId id) {
        return database.read(statements -> statements
                .first(FIND, corruptSeries.reading(JdbcRememberMeStore::lookup), id.value())
                .flatMap(found -> found)
                .orElse(ABSENT));
    }

    private static Lookup lookup(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return reason == null ? new Lookup.Live(series(row)) : new Lookup.Ended(EndReason.valueOf(reason));
    }

    @Override
    public List<RememberMeSeries> list(PrincipalId principal) {
        return database.read(statements -> CorruptRows.sound(
                statements.list(LIST, corruptSeries.reading(JdbcRememberMeStore::series), principal.value())));
    }

    @Override
    public void confirm(SeriesId id, Instant issuedAt, Instant firstUsedAt) {
        database.write(statements -> statements.update(CONFIRM, firstUsedAt, id.value(), issuedAt));
    }

    @Override
    public boolean nextSession(SeriesId id, TokenHash expected, int number) {
        return database.write(statements -> statements.update(NEXT_SESSION, id.value(), expected, number) == 1);
    }

    @Override
    public void countLostAnswer(SeriesId id, TokenHash expected) {
        database.write(statements -> statements.update(COUNT_LOST_ANSWER, id.value(), expected));
    }

    @Override
    public boolean rotate(SeriesId id, TokenHash expected, TokenHash successor, Instant now, Instant expiresAt) {
        return database.write(
                statements -> statements.update(ROTATE, successor, now, expiresAt, id.value(), expected) == 1);
    }

    @Override
    public boolean end(SeriesId id, EndReason reason, Instant now) {
        return database.write(
                statements -> !end(statements, List.of(id.value()), reason, now).isEmpty());
    }

    @Override
    public List<SeriesId> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return database.write(statements -> endThose(statements, OF_PRINCIPAL, reason, now, principal.value()));
    }

    @Override
    public List<SeriesId> endOthers(PrincipalId principal, SeriesId kept, EndReason reason, Instant now) {
        return database.write(
                statements -> endThose(statements, OTHERS_OF_PRINCIPAL, reason, now, principal.value(), kept.value()));
    }

    @Override
    public int purge(Instant now, Instant forgetEndedBefore, int limit) {
        return database.write(statements -> {
            int expired = endThose(statements, EXPIRED, EndReason.EXPIRED, now, now, limit)
                    .size();
            return Math.max(expired, statements.update(FORGET_ENDED, forgetEndedBefore, limit));
        });
    }

    private static List<SeriesId> endThose(
            Statements statements, String query, EndReason reason, Instant now, @Nullable Object... values)
            throws SQLException {
        return end(statements, statements.list(query, row -> text(row, "id"), values), reason, now);
    }

    /** Ends those that live: of several who would, one does. */
    private static List<SeriesId> end(Statements statements, List<String> ids, EndReason reason, Instant now)
            throws SQLException {
        return statements.claimEach(END, ids, id -> new @Nullable Object[] {reason.name(), now, id}).stream()
                .map(SeriesId::new)
                .toList();
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
