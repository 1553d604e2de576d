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

    /** Forgets what every node has heard of or will never ask for, in batches. */
    static void purge(Statements statements) throws SQLException {
        if (statements.isShared()) {
            statements.update(PURGE);
            statements.update(PURGE_NODES);
        }
    }
}
