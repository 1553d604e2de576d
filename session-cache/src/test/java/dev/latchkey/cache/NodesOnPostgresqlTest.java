package dev.latchkey.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.jdbc.JdbcStores;
import dev.latchkey.testkit.Race;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Three nodes, each with a cache of its own, on one real PostgreSQL. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodesOnPostgresqlTest {
    private static final Instant T0 = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration BOUND = Duration.ofMillis(500);
    private static final PrincipalId ALICE = new PrincipalId("alice-id");
    private static final Tokens TOKENS = new Tokens();
    private static final int NODES = 3;

    private static EmbeddedPostgres server;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(NODES);
    private final List<Node> nodes = new ArrayList<>();

    /** One process, as far as this matters. */
    private final class Node implements AutoCloseable {
        private final Relay relay = new Relay(server.getPort());
        private final HikariDataSource pool = pool(relay.port());
        private final JdbcStores database = JdbcStores.on(pool).open();
        private final CachedSessionStore cache = CachedSessionStore.builder(
                        database.stores().sessions())
                .transactions(database.stores().transactions())
                .shared(BOUND, InstantSource.system())
                .build();
        private final NodeLoop loop =
                NodeLoop.builder(database.feed().orElseThrow(), cache).build();
        private final ReentrantLock turning = new ReentrantLock();
        private boolean isPaused;

        private final Future<?> turns =
                threads.scheduleWithFixedDelay(this::turn, 0, loop.interval().toMillis(), TimeUnit.MILLISECONDS);

        private void turn() {
            turning.lock();
            try {
                if (!isPaused) {
                    loop.turn();
                }
            } finally {
                turning.unlock();
            }
        }

        /** A turn that it is in comes to its end first. */
        private void pause(boolean value) {
            turning.lock();
            try {
                isPaused = value;
            } finally {
                turning.unlock();
            }
        }

        @Override
        public void close() {
            turns.cancel(false);
            loop.close();
            pool.close();
            relay.close();
        }
    }

    private static HikariDataSource pool(int port) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://localhost:" + port + "/postgres");
        config.setUsername("postgres");
        config.setMaximumPoolSize(6);
        config.setConnectionTimeout(1_000);
        return new HikariDataSource(config);
    }

    @BeforeAll
    static void startServer() throws IOException {
        // Nobody cuts the power here.
        server = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C") // whatever there is where the tests run
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void start() {
        for (int i = 0; i < NODES; i++) {
            nodes.add(new Node());
        }
        nodes.forEach(node -> await(node.loop::holdsLease));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        nodes.forEach(Node::close);
    }

    private static void await(BooleanSupplier condition) {
        long patience = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for long").isLessThan(patience);
            Thread.onSpinWait();
        }
    }

    /** A session that every node answers for from memory. */
    private TokenHash knownEverywhere(Session session) {
        TokenHash hash = TOKENS.newSessionToken(0).hash();
        nodes.getFirst().cache.insert(hash, session);
        for (Node node : nodes) {
            await(() -> isAnsweredFromMemory(node, hash));
        }
        return hash;
    }

    private static boolean isAnsweredFromMemory(Node node, TokenHash hash) {
        long before = node.cache.hits();
        assertThat(node.cache.find(hash)).isInstanceOf(Lookup.Live.class);
        return node.cache.hits() > before;
    }

    @Test
    void an_end_that_was_acknowledged_is_answered_by_every_node() {
        for (int i = 0; i < 30; i++) {
            Session session = session();
            TokenHash hash = knownEverywhere(session);

            nodes.get(i % NODES).cache.end(session.id(), EndReason.LOGGED_OUT, T0);

            for (Node node : nodes) {
                assertThat(node.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            }
        }
    }

    @Test
    void whoever_asks_while_it_ends_is_answered_no_more_once_it_is_acknowledged() {
        for (int i = 0; i < 10; i++) {
            Session session = session();
            TokenHash hash = knownEverywhere(session);
            boolean[] isAcknowledged = new boolean[1];
            List<Callable<Boolean>> contenders = new ArrayList<>();
            for (Node node : nodes) {
                contenders.add(() -> {
                    boolean wasAcknowledged;
                    Lookup found;
                    do {
                        synchronized (isAcknowledged) {
                            wasAcknowledged = isAcknowledged[0];
                        }
                        found = node.cache.find(hash);
                    } while (!wasAcknowledged);
                    return found instanceof Lookup.Ended;
                });
            }
            contenders.add(() -> {
                nodes.getFirst().cache.endAll(ALICE, EndReason.REVOKED, T0);
                synchronized (isAcknowledged) {
                    isAcknowledged[0] = true;
                }
                return true;
            });

            assertThat(Race.of(contenders)).containsOnly(true);
        }
    }

    @Test
    void what_a_whole_act_ended_is_answered_by_every_node_when_it_is_done() {
        Session session = session();
        TokenHash hash = knownEverywhere(session);
        Session kept = session();
        TokenHash before = knownEverywhere(kept);
        TokenHash after = TOKENS.newSessionToken(0).hash();
        Node first = nodes.getFirst();

        first.database.stores().transactions().together(() -> {
            first.cache.endOthers(ALICE, kept.id(), EndReason.REVOKED, T0);
            first.cache.rotate(before, after, kept, T0);
            first.cache.forgetPredecessors(kept.id());
        });

        for (Node node : nodes) {
            assertThat(node.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
            assertThat(node.cache.find(before)).isEqualTo(new Lookup.Absent());
            assertThat(node.cache.find(after)).isInstanceOf(Lookup.Live.class);
        }
    }

    @Test
    void a_node_that_is_paused_is_waited_for_until_its_lease_is_over_and_asks_the_store_then() {
        Session session = session();
        TokenHash hash = knownEverywhere(session);
        Node paused = nodes.getLast();
        paused.pause(true);

        nodes.getFirst().cache.end(session.id(), EndReason.LOGGED_OUT, T0);

        assertThat(paused.loop.holdsLease()).isFalse();
        assertThat(paused.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        paused.pause(false);
        await(paused.loop::holdsLease);
        assertThat(paused.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }

    /** Another way to find that a session ended. */
    @FunctionalInterface
    private interface LaterEnd {
        boolean finds(Node node, Session session, TokenHash hash);
    }

    @Test
    void whoever_finds_a_session_ended_is_answered_no_sooner_than_who_ended_it() throws Exception {
        List<LaterEnd> ways = List.of(
                (node, session, hash) ->
                        node.cache.end(session.id(), EndReason.REVOKED, T0).isPresent(),
                (node, session, hash) ->
                        node.cache.endAll(ALICE, EndReason.REVOKED, T0).contains(hash),
                (node, session, hash) -> node.database.stores().transactions().together(() -> node.cache.find(hash))
                        instanceof Lookup.Live);
        for (LaterEnd way : ways) {
            Session session = session();
            TokenHash hash = knownEverywhere(session);
            Node paused = nodes.getLast();
            paused.pause(true);
            Future<?> ending = threads.submit(() -> nodes.getFirst().cache.end(session.id(), EndReason.LOGGED_OUT, T0));
            Node other = nodes.get(1);
            await(() -> other.database.stores().sessions().find(hash) instanceof Lookup.Ended);

            assertThat(way.finds(other, session, hash)).isFalse();

            assertThat(paused.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            ending.get(1, TimeUnit.MINUTES);
            paused.pause(false);
            await(paused.loop::holdsLease);
        }
    }

    @Test
    void a_node_that_is_cut_off_logs_nobody_out_and_serves_again_by_itself() {
        Session stays = session();
        TokenHash staying = knownEverywhere(stays);
        Session ends = session();
        TokenHash ending = knownEverywhere(ends);
        Node cutOff = nodes.getLast();

        cutOff.relay.cut();
        nodes.getFirst().cache.end(ends.id(), EndReason.LOGGED_OUT, T0);

        assertThatThrownBy(() -> cutOff.cache.find(ending)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> cutOff.cache.find(staying)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> cutOff.cache.end(stays.id(), EndReason.LOGGED_OUT, T0))
                .isInstanceOf(StoreUnavailableException.class);
        cutOff.relay.mend();
        await(cutOff.loop::holdsLease);
        assertThat(cutOff.cache.find(staying)).isInstanceOf(Lookup.Live.class);
        assertThat(cutOff.cache.find(ending)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }

    @Test
    void a_node_that_leaves_is_waited_for_by_nobody_and_asks_the_store() {
        Session session = session();
        TokenHash hash = knownEverywhere(session);
        Node gone = nodes.getLast();
        gone.loop.close();

        nodes.getFirst().cache.end(session.id(), EndReason.LOGGED_OUT, T0);

        assertThat(gone.loop.holdsLease()).isFalse();
        assertThat(gone.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }

    private static Session session() {
        return new Session(
                TOKENS.newSessionId(0),
                new Principal(ALICE, "alice", "Alice"),
                T0,
                T0,
                T0,
                T0.plus(Duration.ofDays(7)));
    }
}
