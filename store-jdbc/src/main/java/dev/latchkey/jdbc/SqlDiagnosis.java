package dev.latchkey.jdbc;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.Locale;

/** Puts what a database says into words a person can act on. Its own message may quote values and is not repeated. */
final class SqlDiagnosis {
    private final String where;

    /** Of the database that people are told of like that. */
    SqlDiagnosis(String where) {
        this.where = where;
    }

    /** Of the database at a JDBC address; what could be a credential in it is cut off. */
    static SqlDiagnosis ofUrl(String url) {
        return new SqlDiagnosis(url.replaceFirst("[?;].*", "").replaceFirst("//[^/@]*@", "//"));
    }

    String where() {
        return where;
    }

    StoreUnavailableException exception(SQLException thrown) {
        return new StoreUnavailableException(of(thrown), thrown);
    }

    StoreFailure of(SQLException thrown) {
        if (thrown instanceof SQLTransientConnectionException && thrown.getCause() instanceof SQLException reason) {
            // A pool tells so what it met when it tried.
            return of(reason);
        }
        String state = state(thrown);
        if (thrown instanceof SQLTransientConnectionException) {
            return failure(
                    Cause.BUSY,
                    "no connection could be had in time" + said(state),
                    "look whether it is up, and whether the pool has enough connections for what asks at once");
        }
        if (thrown instanceof SQLTimeoutException || state.equals("57014") || state.equals("HY008")) {
            return failure(Cause.TIMEOUT, "no answer came in time" + said(state), "look at the database's load");
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "08", "57" ->
                failure(
                        Cause.UNREACHABLE,
                        switch (state) {
                                    case "57P03" -> "it is starting or stopping";
                                    case "08004" -> "it lets nobody in without a password, or without TLS, or with it";
                                    default -> "it cannot be reached, or ended the connection";
                                }
                                + said(state),
                        "look whether it is up and may be reached from here, by which port, with which password, and"
                                + " with TLS or without; it goes on by itself then");
            case "28" -> notLetIn(state);
            case "3F" -> forbidden(state);
            case "3D" ->
                failure(
                        Cause.ABSENT,
                        "there is no database of that name" + said(state),
                        "make it there: create database NAME owner ACCOUNT; or name another");
            case "42" ->
                switch (state) {
                    case "42501" -> forbidden(state);
                    case "42P01", "42S02", "42102", "42104" ->
                        failure(
                                Cause.MISSING_TABLE,
                                "a table of ours is not in it" + said(state),
                                "set schema = migrate, or run what latchkey schema prints");
                    default -> unnamed(state);
                };
            case "53" -> lacking(state);
            case "25" ->
                failure(
                        Cause.READ_ONLY,
                        "it may be read and not written" + said(state),
                        "name the primary, not a standby; on a primary: alter system reset default_transaction_read_only");
            case "40", "55" -> locked(state);
            case "58" -> failure(Cause.IO_ERROR, "its disk reports an error" + said(state), "look at its log and disk");
            case "XX" -> failure(Cause.CORRUPT, "it reports damage" + said(state), "look at its log");
            default -> state.equals("HYT00") ? locked(state) : unnamed(state);
        };
    }

    /** Whether the same transaction may succeed when it is made again: it was undone for another's sake. */
    static boolean isWorthRepeating(SQLException thrown) {
        return state(thrown).startsWith("40");
    }

    /** Whether a commit that failed so was surely not made. */
    static boolean isSurelyUndone(SQLException atCommit) {
        String state = state(atCommit).toUpperCase(Locale.ROOT);
        return state.startsWith("23") || state.startsWith("25") || state.startsWith("40") || state.startsWith("53");
    }

    /** Whether the database said nothing at all: it cannot be reached, ended the connection, or was given up. */
    static boolean isSilence(SQLException thrown) {
        return thrown instanceof SQLTransientConnectionException
                || state(thrown).startsWith("08")
                || state(thrown).startsWith("57P");
    }

    private static String state(SQLException thrown) {
        return thrown.getSQLState() == null ? "" : thrown.getSQLState();
    }

    private static String said(String state) {
        return state.isEmpty() ? "" : " (SQL state " + state + ")";
    }

    private StoreFailure forbidden(String state) {
        return failure(
                Cause.FORBIDDEN,
                "the account may not do that there" + said(state),
                "look at the account's rights on the schema and on the tables that begin with latchkey_");
    }

    private StoreFailure notLetIn(String state) {
        return failure(
                Cause.FORBIDDEN,
                state.equals("28P01")
                        ? "it knows no such account with that password" + said(state)
                        : "it lets that account not in from here" + said(state),
                "look at the account's name and password, and at the lines of pg_hba.conf");
    }

    private StoreFailure lacking(String state) {
        return switch (state) {
            case "53100" -> full(state);
            case "53300" ->
                failure(
                        Cause.BUSY,
                        "it gives no more connections" + said(state),
                        "raise its max_connections, or let everything that uses it have fewer");
            default -> unnamed(state);
        };
    }

    private StoreFailure full(String state) {
        return failure(Cause.FULL, "no room is left on its disk" + said(state), "free some; it goes on by itself then");
    }

    private StoreFailure locked(String state) {
        return failure(
                Cause.LOCKED,
                "others held for too long what is needed" + said(state),
                "look for long transactions on the tables that begin with latchkey_");
    }

    private StoreFailure unnamed(String state) {
        return failure(Cause.OTHER, "it did not do what was asked" + said(state), "look at the database's log");
    }

    private StoreFailure failure(Cause cause, String reason, String cure) {
        return new StoreFailure(cause, "database", where, reason, cure);
    }
}
