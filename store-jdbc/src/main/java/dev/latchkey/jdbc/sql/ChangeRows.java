package dev.latchkey.jdbc.sql;

import static dev.latchkey.jdbc.sql.Columns.text;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.TokenHash;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells other nodes which tokens do not stand for what they stood for, in the transaction that changed it: they hear of it
 * exactly if it is committed. Of a session that ended all its tokens are told, because a node that has not yet heard of a
 * rotation knows it by an older one. Does nothing where a database has no other nodes.
 */
final class ChangeRows {
    private static final String TELL = """
            with told as (
                insert into latchkey_session_change (token_hash, reason)
                %s
                returning xid)
            select distinct cast(xid as text) as xid from told
            """;
    private static final String ENDED =
            tell("select token_hash, ? from latchkey_session_token where session_id = any(?)");
    private static final String OUTDATED = tell("values (?, null)");
    private static final String PREDECESSORS_OUTDATED = tell("""
            select token_hash, null from latchkey_session_token where session_id = ? and good_until is not null
            """);

    /** Of half a minute: more than twice as long as a node may answer from what it knew. */
    private static final String LATELY =
            "select distinct cast(xid as text) as xid from latchkey_session_change as change"
                    + " %s where change.at > cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) - 30000000 and ";

    private static final String OF_TOKEN = lately("") + "token_hash = ?";
    private static final String OF_SESSIONS =
            lately("join latchkey_session_token using (token_hash)") + "session_id = any(?)";
    private static final String OF_ENDED =
            lately("join latchkey_session_token using (token_hash) join latchkey_session as session on id = session_id")
                    + "session.reason is not null and ";

    /** Far more than a node may be behind, see {@link JdbcSessionFeed}. */
    private static final String PURGE = """
            delete from latchkey_session_change where n in (
                select n from latchkey_session_change
                where at < cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) - 600000000
                limit 20000)
            """;

    private static final String PURGE_NODES = """
            delete from latchkey_node
            where lease_until < cast(extract(epoch from clock_timestamp()) * 1000000 as bigint) - 600000000
            """;

    private ChangeRows() {}

    private static String lately(String joined) {
        return LATELY.replace("%s", joined);
    }

    private static String tell(String which) {
        return TELL.replace("%s", which);
    }

    /** Those sessions ended. */
    static void ended(Statements statements, List<String> ids, EndReason reason) throws SQLException {
        if (statements.isShared() && !ids.isEmpty()) {
            tell(statements, ENDED, reason.name(), statements.connection().createArrayOf("text", ids.toArray()));
        }
    }

    /** A token was rotated away. */
    static void outdated(Statements statements, TokenHash hash) throws SQLException {
        if (statements.isShared()) {
            tell(statements, OUTDATED, hash);
        }
    }

    /** The tokens that were rotated away of a session are to be forgotten. */
    static void predecessorsOutdated(Statements statements, String id) throws SQLException {
        if (statements.isShared()) {
            tell(statements, PREDECESSORS_OUTDATED, id);
        }
    }

    private static void tell(Statements statements, String sql, @Nullable Object... values) throws SQLException {
        statements.first(sql, row -> text(row, "xid"), values).ifPresent(statements::tellsOthers);
    }

    /**
     * Somebody else ended what that token stands for. They may still wait until every node has heard of it; whoever says
     * on the strength of that end that there is no session must wait too.
     */
    static void endedBefore(Statements statements, TokenHash hash) throws SQLException {
        if (statements.isShared() && statements.isWriting()) {
            awaited(statements, OF_TOKEN, hash);
        }
    }

    /** The same of those sessions. */
    static void endedBefore(Statements statements, List<String> ids) throws SQLException {
        if (statements.isShared() && !ids.isEmpty()) {
            awaited(statements, OF_SESSIONS, statements.connection().createArrayOf("text", ids.toArray()));
        }
    }

    /** The same of the sessions like that. */
    static void endedBefore(Statements statements, String condition, @Nullable Object... values) throws SQLException {
        if (statements.isShared()) {
            awaited(statements, OF_ENDED + condition, values);
        }
    }

    private static void awaited(Statements statements, String sql, @Nullable Object... values) throws SQLException {
        statements.list(sql, row -> text(row, "xid"), values).forEach(statements::tellsOthers);
    }

    /** Forgets what every node has heard of or will never ask for, in batches. */
    static void purge(Statements statements) throws SQLException {
        if (statements.isShared()) {
            statements.update(PURGE);
            statements.update(PURGE_NODES);
        }
    }
}
