package dev.latchkey.database;

import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.redis.RedisStores;
import dev.latchkey.settings.ServerSetting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Where the sessions of a PostgreSQL database are, which it says itself. Whoever looked elsewhere would let in whom others
 * put out, or put out whom nobody did.
 */
final class SessionsPlace {
    private static final String HERE = "";
    private static final String ANEW = "where nothing of that is left and everybody may log in anew, run in PostgreSQL:"
            + " update latchkey_upkeep set sessions_at = ''; delete from latchkey_session_token; delete from"
            + " latchkey_session; delete from latchkey_remember_series;";

    private final Connection connection;
    private final String where;

    /** Of that database. */
    SessionsPlace(Connection connection, String where) {
        this.connection = connection;
        this.where = where;
    }

    /**
     * Makes sure that they are where these settings say. A database in which nobody has logged in yet goes by them.
     *
     * @throws StoreUnavailableException when they are not, with the cure
     */
    void demand(Optional<RedisStores> redis) throws SQLException {
        String told = told();
        String given = redis.map(RedisStores::identity).orElse(HERE);
        if (told.equals(given)) {
            return;
        }
        if (!told.equals(HERE)) {
            throw refused(
                    redis.isPresent()
                            ? "its sessions are in another Redis than "
                                    + redis.get().where()
                            : "its sessions are in Redis",
                    "name that one: " + ServerSetting.STORE_SESSIONS.flag() + " redis://HOST:PORT; " + ANEW);
        }
        if (hasSessions()) {
            throw refused(
                    "its sessions are in itself, and not in Redis",
                    "take them over: latchkey migrate --store " + where + " " + ServerSetting.STORE_SESSIONS.flag()
                            + " redis://HOST:PORT; or leave " + ServerSetting.STORE_SESSIONS + " out");
        }
        // One that began before somebody chose would go on as it began.
        Migration.demandNoServer(connection, where);
        settle(given);
    }

    private String told() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sessions_at from latchkey_upkeep")) {
            return row.next() ? row.getString(1) : HERE;
        }
    }

    private boolean hasSessions() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select exists (select 1 from latchkey_session)"
                        + " or exists (select 1 from latchkey_remember_series)")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    /** From now on they are there, in the Redis of that identity. */
    void settle(String identity) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into latchkey_upkeep (id, checks, seen_at, sessions_at)"
                        + " values (1, 0, 0, ?) on conflict (id) do update set sessions_at = excluded.sessions_at")) {
            statement.setString(1, identity);
            statement.executeUpdate();
        }
    }

    private StoreUnavailableException refused(String reason, String cure) {
        return new StoreUnavailableException(
                new StoreFailure(Cause.OTHER, "database", where, reason, cure), new SQLException("sessions elsewhere"));
    }
}
