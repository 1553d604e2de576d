package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.session.EndReason;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is done to sessions by their age. */
final class SessionPurge {
    private static final String FORGOTTEN = """
            select id from latchkey_session where reason is not null and ended_at < ? order by ended_at, id limit ?
            """;
    private static final String FORGET_TOKENS = "delete from latchkey_session_token where session_id = ?";
    private static final String FORGET = "delete from latchkey_session where id = ?";
    private static final String FORGET_PREDECESSORS = """
            delete from latchkey_session_token
            where token_hash in (select token_hash from latchkey_session_token where good_until <= ? limit ?)
            """;

    private SessionPurge() {}

    static int purge(Statements statements, Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit)
            throws SQLException {
        int expired = Endings.endThose(statements, Endings.EXPIRED, EndReason.EXPIRED, now, now, limit)
                .size();
        int idle = Endings.endThose(statements, Endings.IDLE, EndReason.IDLE_EXPIRED, now, lastSeenBy, limit - expired)
                .size();
        int forgotten = forget(statements, forgetEndedBefore, limit);
        int predecessors = statements.update(FORGET_PREDECESSORS, now, limit);
        ChangeRows.purge(statements);
        return Math.max(expired + idle, Math.max(forgotten, predecessors));
    }

    private static int forget(Statements statements, Instant endedBefore, int limit) throws SQLException {
        List<String> ids = statements.list(FORGOTTEN, row -> text(row, "id"), endedBefore, limit);
        statements.updateEach(FORGET_TOKENS, ids, id -> new @Nullable Object[] {id});
        int forgotten = 0;
        for (int count : statements.updateEach(FORGET, ids, id -> new @Nullable Object[] {id})) {
            forgotten += count;
        }
        return forgotten;
    }
}
