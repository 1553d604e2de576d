package dev.latchkey.redis;

import static dev.latchkey.redis.Samples.ALICE;
import static dev.latchkey.redis.Samples.BOB;
import static dev.latchkey.redis.Samples.T0;
import static dev.latchkey.redis.Samples.await;
import static dev.latchkey.redis.Samples.insert;
import static dev.latchkey.redis.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A replica takes over that was cut off before, and so has not heard of the last that was acknowledged. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class FailoverTest {
    /** Half of it for replicas. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RedisServer master = RedisServer.start();
    private final RedisServer replica = RedisServer.start();
    private final Session session = session(ALICE);

    @BeforeEach
    void replicate() {
        replica.tell(commands -> commands.replicaof("127.0.0.1", master.port()));
        await(() -> master.tell(commands -> commands.info("replication")).contains("state=online"));
        await(() -> replica.tell(commands -> commands.info("replication")).contains("master_link_status:up"));
        // What it got is on its own disk only when that was rewritten, and it is started anew from there.
        await(() -> {
            String persistence = replica.tell(commands -> commands.info("persistence"));
            return persistence.contains("aof_rewrite_in_progress:0") && persistence.contains("aof_rewrite_scheduled:0");
        });
    }

    @AfterEach
    void stop() {
        replica.close();
        master.close();
    }

    private RedisStores open(int replicas) {
        return RedisStores.at(master.address())
                .timeout(PATIENCE)
                .replicas(replicas)
                .open();
    }

    /** From now on it hears nothing any more. What it heard so far, it has. */
    private void cutOff() {
        String heard = master.tell(commands -> commands.set("heard", "1") + commands.waitForReplication(1, 10_000));
        assertThat(heard).isEqualTo("OK1");
        replica.tell(RedisCommands::replicaofNoOne);
    }

    private static SessionFeed.Membership join(RedisStores redis, String name) {
        return redis.feed().join(new SessionFeed.Node(name, name, ""));
    }

    private static void awaitAvailable(RedisStores redis) {
        await(() -> {
            try {
                redis.checkAvailable();
                return true;
            } catch (StoreUnavailableException e) {
                return false;
            }
        });
    }

    @Test
    void brings_back_what_ended_where_no_replica_was_waited_for_until_a_node_ends_it_again() {
        try (RedisStores redis = open(0)) {
            TokenHash hash = insert(redis.sessions(), session);
            SessionFeed.Membership node = join(redis, "one");
            cutOff();
            assertThat(redis.sessions().end(session.id(), EndReason.LOGGED_OUT, T0))
                    .contains(hash);
            replica.takeOver(master);
            awaitAvailable(redis);

            try (RedisStores stranger = open(0)) {
                assertThat(stranger.sessions().find(hash))
                        .as("for whoever knows nothing of the end")
                        .isEqualTo(new Lookup.Live(session));
                assertThat(redis.sessions().find(hash))
                        .as("for the node that ended it")
                        .isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));

                assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Lost());

                assertThat(stranger.sessions().find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                assertThat(stranger.sessions().list(ALICE)).isEmpty();
            }
        }
    }

    @Test
    void is_made_good_by_any_node_that_was_told_also_when_it_joins_anew() {
        try (RedisStores ending = open(0);
                RedisStores told = open(0)) {
            TokenHash hash = insert(ending.sessions(), session);
            SessionFeed.Membership node = join(told, "told");
            cutOff();
            ending.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);
            assertThat(node.changes()).isNotEqualTo(new SessionFeed.Changes.Since(List.of()));
            master.kill();
            assertThatThrownBy(node::changes).isInstanceOf(StoreUnavailableException.class);
            replica.takeOver(master);
            awaitAvailable(told);

            assertThat(told.sessions().find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            join(told, "told");

            try (RedisStores stranger = open(0)) {
                assertThat(stranger.sessions().find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
            }
        }
    }

    @Test
    void cannot_undo_what_was_acknowledged_where_a_replica_is_waited_for() {
        try (RedisStores redis = open(1)) {
            TokenHash hash = insert(redis.sessions(), session);
            Session his = session(BOB);
            TokenHash staying = insert(redis.sessions(), his);
            redis.sessions().end(session.id(), EndReason.LOGGED_OUT, T0);
            cutOff();
            assertThatThrownBy(() -> redis.sessions().end(his.id(), EndReason.LOGGED_OUT, T0))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("too few of its replicas have what was written")
                    .satisfies(thrown -> assertThat(((StoreUnavailableException) thrown).mayHaveHappened())
                            .isTrue());
            replica.takeOver(master);

            try (RedisStores stranger = open(0)) {
                assertThat(stranger.sessions().find(hash)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
                assertThat(stranger.sessions().find(staying)).isEqualTo(new Lookup.Live(his));
            }
        }
    }

    @Test
    void a_replica_is_waited_for_by_itself_where_a_server_has_one() {
        try (RedisStores redis =
                RedisStores.at(master.address()).timeout(PATIENCE).open()) {
            insert(redis.sessions(), session);
            cutOff();

            assertThatThrownBy(() -> redis.sessions().endAll(ALICE, EndReason.REVOKED, T0))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void a_node_takes_no_lease_that_no_replica_has() {
        try (RedisStores redis = open(1)) {
            SessionFeed.Membership node = join(redis, "one");
            node.renew(Duration.ofSeconds(1));
            cutOff();

            assertThatThrownBy(() -> node.renew(Duration.ofSeconds(1))).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void makes_nobody_believe_what_a_node_said_to_the_server_before() {
        try (RedisStores redis = open(0)) {
            SessionFeed.Membership node = join(redis, "one");
            node.renew(Duration.ofMinutes(10));
            assertThat(longestBehind(master)).as("it has applied all there is").isZero();
            cutOff();
            replica.takeOver(master);
            awaitAvailable(redis);

            assertThat(longestBehind(replica)).isPositive();
            assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Lost());
            node.renew(Duration.ofMinutes(10));
            assertThat(longestBehind(replica)).isZero();
        }
    }

    /** For how long somebody may answer who has not applied the first change of all. */
    private static long longestBehind(RedisServer server) {
        String source = Script.NODE_BEHIND.source();
        String[] group = {Group.of(ALICE).key()};
        List<Object> behind = server.tell(commands -> commands.eval(source, ScriptOutputType.MULTI, group, "0-0"));
        return (Long) behind.getFirst();
    }
}
