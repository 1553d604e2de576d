package dev.latchkey.redis;

import static dev.latchkey.redis.Samples.ALICE;
import static dev.latchkey.redis.Samples.T0;
import static dev.latchkey.redis.Samples.await;
import static dev.latchkey.redis.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.cache.CachedSessionStore;
import dev.latchkey.cache.NodeLoop;
import dev.latchkey.core.Stores;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Three nodes, each with a cache of its own, on one real Redis. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NodesOnRedisTest {
    private static final Duration BOUND = Duration.ofMillis(500);
    private static final int NODES = 3;

    private static RedisServer server;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(NODES);
    private final List<Node> nodes = new ArrayList<>();

    /** One process, as far as this matters. */
    private final class Node implements AutoCloseable {
        private final Relay relay = new Relay(server.port());
        private final RedisStores redis =
                RedisStores.at(relay.address()).timeout(Duration.ofSeconds(30)).open();
        private final CachedSessionStore cache = CachedSessionStore.builder(redis.sessions())
                .shared(BOUND, InstantSource.system())
                .build();
        private final NodeLoop loop = NodeLoop.builder(redis.feed(), cache).build();
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
            redis.close();
            relay.close();
        }
    }

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() {
        server.tell(RedisCommands::flushall);
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

    /** A session that every node answers for from memory. */
    private TokenHash knownEverywhere(Session session) {
        TokenHash hash = Samples.insert(nodes.getFirst().cache, session);
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
            Session session = session(ALICE);
            TokenHash hash = knownEverywhere(session);

            nodes.get(i % NODES).cache.end(session.id(), EndReason.LOGGED_OUT, T0);

            for (Node node : nodes) {
                assertThat(node.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            }
        }
    }

    @Test
    void what_an_act_ended_is_answered_by_every_node_when_it_is_done() {
        Session session = session(ALICE);
        TokenHash hash = knownEverywhere(session);
        Node first = nodes.getFirst();

        first.redis.with(Stores.memory()).transactions().together(() -> {
            first.cache.endAll(ALICE, EndReason.REVOKED, T0);
        });

        for (Node node : nodes) {
            assertThat(node.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        }
    }

    @Test
    void a_node_that_is_paused_is_waited_for_until_its_lease_is_over_and_asks_the_store_then() {
        Session session = session(ALICE);
        TokenHash hash = knownEverywhere(session);
        Node paused = nodes.getLast();
        paused.pause(true);

        nodes.getFirst().cache.end(session.id(), EndReason.LOGGED_OUT, T0);

        assertThat(paused.loop.holdsLease()).isFalse();
        assertThat(paused.cache.find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }

    @Test
    void a_node_that_is_cut_off_logs_nobody_out_and_serves_again_by_itself() {
        Session stays = session(ALICE);
        TokenHash staying = knownEverywhere(stays);
        Session ends = session(ALICE);
        TokenHash ending = knownEverywhere(ends);
        Node cutOff = nodes.getLast();

        cutOff.relay.cut();
        nodes.getFirst().cache.end(ends.id(), EndReason.LOGGED_OUT, T0);

        assertThatThrownBy(() -> cutOff.cache.find(ending)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> cutOff.cache.find(staying)).isInstanceOf(StoreUnavailableException.class);
        cutOff.relay.mend();
        await(cutOff.loop::holdsLease);
        assertThat(cutOff.cache.find(staying)).isInstanceOf(Lookup.Live.class);
        assertThat(cutOff.cache.find(ending)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }
}
