package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.TokenHash;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How sessions end: each by an update that only one of several callers makes. Which they are is asked before; what its
 * token is, after: nobody rotates a session that ended, and who did so before the end is seen then. Other nodes hear of
 * it by what the same transaction adds to {@link ChangeRows}.
 */
final class Endings {
    private static final String LIVE = "select id from latchkey_session where reason is null and ";
    static final String OF_PRINCIPAL = "principal_id = ?";
    static final String OTHERS_OF_PRINCIPAL = "principal_id = ? and id <> ?";
    static final String OF_SERIES = "series_id = ?";
    static final String EXPIRED = LIVE + "expires_at <= ? limit ?";
    static final String IDLE = LIVE + "last_seen_at <= ? limit ?";

    private static final String END =
            "update latchkey_session set reason = ?, ended_at = ? where id = ? and reason is null";
    private static final String TOKEN =
            "select token_hash from latchkey_session_token where session_id = ? and good_until is null";

    private Endings() {}

    /** Ends those that a query finds; the ids of those that it was who ended them. */
    static List<String> endThose(
            Statements statements, String query, EndReason reason, Instant now, @Nullable Object... values)
            throws SQLException {
        return end(statements, statements.list(query, row -> text(row, "id"), values), reason, now);
    }

    /** Ends all that live of those like that; others have heard, too, of those that ended before. */
    static List<String> endAll(
            Statements statements, String condition, EndReason reason, Instant now, @Nullable Object... values)
            throws SQLException {
        List<String> ended = endThose(statements, LIVE + condition, reason, now, values);
        ChangeRows.endedBefore(statements, condition, values);
        return ended;
    }

    /** Ends those that live; their ids. */
    static List<String> end(Statements statements, List<String> ids, EndReason reason, Instant now)
            throws SQLException {
        List<String> ended = statements.claimEach(END, ids, id -> new @Nullable Object[] {reason.name(), now, id});
        ChangeRows.ended(statements, ended, reason);
        if (ended.size() < ids.size()) {
            ChangeRows.endedBefore(
                    statements, ids.stream().filter(id -> !ended.contains(id)).toList());
        }
        return ended;
    }

    /** The current tokens of those. */
    static List<TokenHash> tokens(Statements statements, List<String> ids) throws SQLException {
        List<TokenHash> hashes = new ArrayList<>();
        for (String id : ids) {
            Optional<TokenHash> hash = statements.first(TOKEN, row -> new TokenHash(row.getBytes("token_hash")), id);
            hash.ifPresent(hashes::add);
        }
        return hashes;
    }
}
