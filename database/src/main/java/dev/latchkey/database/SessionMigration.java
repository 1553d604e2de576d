package dev.latchkey.database;

import dev.latchkey.core.Stores;
import dev.latchkey.core.remember.RememberMeSeries;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.database.Migration.Part;
import dev.latchkey.redis.RedisStores;
import dev.latchkey.settings.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Takes whoever is logged in or remembered from PostgreSQL into Redis, while no server runs. Interrupted, it goes on where it
 * was when it is run again, because it adds only what is missing; it compares everything on both sides before PostgreSQL
 * says that its sessions are there and forgets its own. Why an older session ended, and counted attempts, are not taken over.
 */
final class SessionMigration {
    private static final int AT_ONCE = 1_000;

    private final Connection connection;
    private final Stores here;
    private final RedisStores redis;
    private final InstantSource clock;
    private final String where;

    private SessionMigration(Connection connection, Stores here, RedisStores redis, InstantSource clock, String where) {
        this.connection = connection;
        this.here = here;
        this.redis = redis;
        this.clock = clock;
        this.where = where;
    }

    /**
     * Compares both sides, adds what is missing, and compares them again.
     *
     * @param isDry whether nothing is added
     * @param progress hears of both kinds: when it is dry what is missing, and else that nothing is any more
     * @throws StoreUnavailableException when either cannot be used, a server runs, or Redis has something that is not of this
     *     database; then nothing was added
     */
    static void run(Settings.Postgresql settings, InstantSource clock, boolean isDry, Consumer<Part> progress) {
        try (SharedDatabase shared = SharedDatabase.openExisting(settings.withSessionsInIt(), clock);
                RedisStores redis =
                        RedisSessions.open(settings.sessions().orElseThrow(), SharedDatabase.SILENCE_BEFORE_A_COMMAND);
                Connection connection = shared.connection()) {
            Migration.demandNoServer(connection, shared.where());
            new SessionMigration(connection, shared.stores(), redis, clock, redis.where()).run(isDry, progress);
        } catch (SQLException e) {
            throw Migration.interrupted(settings, e);
        } catch (StoreUnavailableException e) {
            throw isWithoutTables(e) ? first(settings, e) : e;
        }
    }

    private static boolean isWithoutTables(StoreUnavailableException thrown) {
        return thrown.failure()
                .map(StoreFailure::cause)
                .filter(Cause.ABSENT::equals)
                .isPresent();
    }

    private static StoreUnavailableException first(Settings.Postgresql settings, StoreUnavailableException thrown) {
        return new StoreUnavailableException(
                new StoreFailure(
                        Cause.ABSENT,
                        "database",
                        settings.address().toString(),
                        "nothing is in it yet",
                        "take everything from the file into it first: the same without --store-sessions"),
                thrown);
    }

    /** One kind of what is taken over: how each of it is named, found on both sides, and added. */
    private record Kind<N, L>(
            String table,
            String column,
            Function<byte[], N> name,
            Function<N, L> here,
            Function<N, L> there,
            BiPredicate<N, L> add) {}

    private void run(boolean isDry, Consumer<Part> progress) throws SQLException {
        Kind<TokenHash, SessionStore.Lookup> sessions = new Kind<>(
                "latchkey_session_token",
                "token_hash",
                TokenHash::new,
                here.sessions()::find,
                redis.sessions()::find,
                this::add);
        Kind<SeriesId, RememberMeStore.Lookup> series = new Kind<>(
                "latchkey_remember_series",
                "convert_to(id, 'UTF8')",
                name -> new SeriesId(new String(name, StandardCharsets.UTF_8)),
                here.series()::find,
                redis.series()::find,
                this::add);
        List<Part> before = List.of(pass(sessions, false), pass(series, false));
        long known =
                before.stream().mapToLong(part -> part.rows() - part.missing()).sum();
        if (redis.size() != known) {
            throw refused(
                    "it has sessions that are not of this database",
                    "name an empty one: who logged in there would be let in here");
        }
        if (isDry) {
            before.forEach(progress);
            return;
        }
        pass(sessions, true);
        pass(series, true);
        for (Part after : List.of(pass(sessions, false), pass(series, false))) {
            if (after.missing() > 0) {
                throw refused(
                        after.missing() + " rows of " + after.table() + " were not taken over",
                        "look at its log, and run it again: it goes on where it was");
            }
            progress.accept(after);
        }
        finish();
    }

    private boolean add(TokenHash hash, SessionStore.Lookup found) {
        return found instanceof SessionStore.Lookup.Live(var session)
                && redis.sessions().insert(hash, session, Integer.MAX_VALUE, clock.instant())
                        instanceof SessionStore.Insertion.Added;
    }

    private boolean add(SeriesId id, RememberMeStore.Lookup found) {
        return found instanceof RememberMeStore.Lookup.Live(RememberMeSeries series)
                && redis.series().insert(series);
    }

    /** Goes through all of a kind that lives here. What is there must be as it is here; what is not is added or counted. */
    private <N, L> Part pass(Kind<N, L> kind, boolean adds) throws SQLException {
        MessageDigest digest = Migration.sha256();
        long count = 0;
        long missing = 0;
        byte[] last = {};
        List<byte[]> names = names(kind, last);
        while (!names.isEmpty()) {
            for (byte[] bytes : names) {
                N name = kind.name().apply(bytes);
                L found = kind.here().apply(name);
                last = bytes;
                if (!isLive(found)) {
                    continue;
                }
                count++;
                digest.update(found.toString().getBytes(StandardCharsets.UTF_8));
                L known = kind.there().apply(name);
                if (isAbsent(known)) {
                    missing++;
                    if (adds && !kind.add().test(name, found)) {
                        throw refused("it took none of " + kind.table(), "look at its log, and run it again");
                    }
                } else if (!known.equals(found)) {
                    throw refused(
                            "it has something of " + kind.table() + " that is not as it is in PostgreSQL",
                            "name an empty one: what a server did there would get mixed up with it");
                }
            }
            names = names(kind, last);
        }
        return new Part(kind.table(), count, missing, HexFormat.of().formatHex(digest.digest(), 0, 8));
    }

    private static boolean isLive(Object found) {
        return found instanceof SessionStore.Lookup.Live || found instanceof RememberMeStore.Lookup.Live;
    }

    private static boolean isAbsent(Object found) {
        return found instanceof SessionStore.Lookup.Absent || found instanceof RememberMeStore.Lookup.Absent;
    }

    private List<byte[]> names(Kind<?, ?> kind, byte[] after) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + kind.column() + " from "
                + kind.table() + " where " + kind.column() + " > ? order by 1 limit " + AT_ONCE)) {
            statement.setBytes(1, after);
            List<byte[]> names = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.add(row.getBytes(1));
                }
            }
            return names;
        }
    }

    /** What ends from now on, ends there: what is here must never be believed again. */
    private void finish() throws SQLException {
        String identity = redis.identity();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String table : List.of("latchkey_session_token", "latchkey_session", "latchkey_remember_series")) {
                statement.execute("delete from " + table);
            }
            new SessionsPlace(connection, where).settle(identity);
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private StoreUnavailableException refused(String reason, String cure) {
        return new StoreUnavailableException(
                new StoreFailure(Cause.OTHER, "Redis", where, reason, cure), new SQLException("not migrated"));
    }
}
