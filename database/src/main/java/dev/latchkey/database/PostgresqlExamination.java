package dev.latchkey.database;

import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.jdbc.JdbcStores;
import dev.latchkey.jdbc.NodeStanding;
import dev.latchkey.jdbc.Schema;
import dev.latchkey.redis.RedisStores;
import dev.latchkey.settings.ServerSetting;
import dev.latchkey.settings.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** What {@code latchkey doctor} has to say of a PostgreSQL database. Changes nothing. */
public final class PostgresqlExamination {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final String NOW = "select cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)";

    private final Settings.Postgresql settings;
    private final InstantSource clock;
    private final DataSource direct;
    private final String where;
    private final List<Finding> findings = new ArrayList<>();

    private PostgresqlExamination(Settings.Postgresql settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.direct = new PostgresqlSources(settings).direct(SILENCE);
        this.where = settings.address().toString();
    }

    /** Looks it over. What would keep a server from starting is a refusal, all else a warning. */
    public static List<Finding> of(Settings.Postgresql settings, InstantSource clock) {
        try {
            return new PostgresqlExamination(settings, clock).look();
        } catch (StoreUnavailableException e) {
            return e.failure().map(failure -> List.of(refusal(failure))).orElseThrow(() -> e);
        } catch (SQLException e) {
            return List.of(Finding.refused(
                    ServerSetting.STORE.key(),
                    settings.address().toString(),
                    "it did not answer a question about itself (SQL state " + e.getSQLState() + ")",
                    "look at the database's log"));
        }
    }

    private static Finding refusal(StoreFailure failure) {
        return Finding.refused(ServerSetting.STORE.key(), failure.where(), failure.reason(), failure.cure());
    }

    private List<Finding> look() throws SQLException {
        JdbcStores stores =
                JdbcStores.on(direct).named(where).schema(Schema.NONE).open();
        PostgresqlRules rules = new PostgresqlRules(direct, where);
        rules.flaw().map(PostgresqlExamination::refusal).ifPresent(findings::add);
        try (Connection connection = direct.getConnection()) {
            durability(connection);
            standbys(connection);
            clock(connection);
            if (rules.hasTables(connection)) {
                nodes(stores.nodes(), connection);
            }
        }
        settings.sessions().ifPresent(this::sessions);
        return List.copyOf(findings);
    }

    private void sessions(Settings.Redis sessions) {
        String key = ServerSetting.STORE_SESSIONS.key();
        String place = sessions.address().toString();
        try (RedisStores redis = RedisSessions.open(sessions, SILENCE)) {
            redis.concerns()
                    .forEach(concern -> findings.add(Finding.warning(key, place, concern.reason(), concern.cure())));
            redis.checkAvailable();
        } catch (StoreUnavailableException e) {
            StoreFailure failure = e.failure().orElseThrow(() -> e);
            findings.add(Finding.refused(key, place, failure.reason(), failure.cure()));
        }
    }

    private void durability(Connection connection) throws SQLException {
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (text(connection, "show " + setting).equals("off")) {
                warn(
                        setting + " is off: when its machine fails, a logout that was acknowledged may be undone",
                        "alter system reset " + setting + ", and restart PostgreSQL");
            }
        }
    }

    /** A standby that takes over without the last commits knows nothing of the last logouts. */
    private void standbys(Connection connection) throws SQLException {
        if (!text(connection, "select count(*) from pg_stat_replication").equals("0")
                && text(connection, "show synchronous_standby_names").isEmpty()) {
            warn(
                    "its standby is told of commits afterwards: when it takes over, the last logouts may be undone",
                    "alter system set synchronous_standby_names = 'ANY 1 (*)', with two standbys so that one may fail");
        }
    }

    private void clock(Connection connection) throws SQLException {
        NodeClock node = new NodeClock(clock);
        Instant before = clock.instant();
        long told = Long.parseLong(text(connection, NOW));
        node.sample(before, Instant.EPOCH.plus(told, ChronoUnit.MICROS), clock.instant());
        node.failure(where)
                .ifPresent(failure -> findings.add(
                        node.isLost()
                                ? refusal(failure)
                                : Finding.warning(ServerSetting.STORE.key(), where, failure.reason(), failure.cure())));
    }

    private void nodes(List<NodeStanding> nodes, Connection connection) throws SQLException {
        List<NodeStanding> serving =
                nodes.stream().filter(NodeStanding::isServing).toList();
        String versions = serving.stream()
                .map(each -> each.node().version())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        if (versions.contains(", ")) {
            warn(
                    "servers of several versions work on it: " + versions,
                    "finish the upgrade; latchkey nodes lists them");
        }
        // Those of another version may have other settings and other defaults.
        serving.stream()
                .map(NodeStanding::node)
                .collect(Collectors.groupingBy(SessionFeed.Node::version))
                .values()
                .forEach(this::differences);
        serving.stream()
                .filter(node -> node.behind().compareTo(settings.cacheBound()) > 0)
                .forEach(
                        node -> warn(
                                node.node().name() + " is " + node.behind().toMillis()
                                        + " ms behind what others changed: logouts wait for it",
                                "look at its load and at its way to the database; a server that is not ready is asked nothing"));
        int most = Integer.parseInt(text(connection, "show max_connections"));
        int servers = Math.max(1, serving.size());
        if (servers * (settings.pool() + 2) > most) {
            warn(
                    servers + " servers may ask for " + servers * (settings.pool() + 2) + " connections, and it gives "
                            + most,
                    "alter system set max_connections = " + 2 * servers * (settings.pool() + 2) + ", or lower "
                            + ServerSetting.STORE_POOL);
        }
    }

    /** What a person is told, and how long a login lives, depends then on who happens to answer. */
    private void differences(List<SessionFeed.Node> nodes) {
        Set<String> keys = nodes.stream()
                .flatMap(node -> node.settings().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        for (String key : keys) {
            Map<String, List<String>> namesOf = nodes.stream()
                    .collect(Collectors.groupingBy(
                            node -> node.settings().getOrDefault(key, "the default"),
                            TreeMap::new,
                            Collectors.mapping(SessionFeed.Node::name, Collectors.toList())));
            if (namesOf.size() > 1) {
                findings.add(Finding.warning(
                        key,
                        namesOf.keySet().stream()
                                .map(PostgresqlExamination::told)
                                .collect(Collectors.joining(", ")),
                        "servers on one database are set differently: "
                                + namesOf.entrySet().stream()
                                        .map(each ->
                                                told(each.getKey()) + " on " + String.join(" and ", each.getValue()))
                                        .collect(Collectors.joining(", ")),
                        "give all of them the same " + key + ", and start them again one after the other"));
            }
        }
    }

    private static String told(String value) {
        return value.isEmpty() ? "nothing" : value;
    }

    private void warn(String why, String cure) {
        findings.add(Finding.warning(ServerSetting.STORE.key(), where, why, cure));
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Optional.ofNullable(row.getString(1)).orElse("");
        }
    }
}
