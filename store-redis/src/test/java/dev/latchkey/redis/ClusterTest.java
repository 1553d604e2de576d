package dev.latchkey.redis;

import static dev.latchkey.redis.Samples.T0;
import static dev.latchkey.redis.Samples.await;
import static dev.latchkey.redis.Samples.insert;
import static dev.latchkey.redis.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What can happen to a cluster. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class ClusterTest {
    private static final PrincipalId OF_THE_FIRST = principalOf(Group.ALL.getFirst());
    private static final PrincipalId OF_THE_LAST = principalOf(Group.ALL.getLast());

    private RedisCluster cluster;
    private RedisStores redis;

    private void start(boolean isReplicated) {
        cluster = RedisCluster.start(isReplicated);
        redis = RedisStores.at(cluster.address())
                .timeout(Duration.ofSeconds(10))
                .open();
    }

    @AfterEach
    void stop() {
        redis.close();
        cluster.close();
    }

    private static PrincipalId principalOf(Group group) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> new PrincipalId("user" + i))
                .filter(principal -> Group.of(principal).equals(group))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_master_that_fails_is_an_outage_for_its_people_alone_and_its_replica_keeps_what_was_acknowledged() {
        start(true);
        Session stays = session(OF_THE_FIRST);
        TokenHash staying = insert(redis.sessions(), stays);
        Session ends = session(OF_THE_FIRST);
        TokenHash ending = insert(redis.sessions(), ends);
        redis.sessions().end(ends.id(), EndReason.LOGGED_OUT, T0);
        Session other = session(OF_THE_LAST);
        TokenHash elsewhere = insert(redis.sessions(), other);
        SessionFeed.Membership node = redis.feed().join(new SessionFeed.Node("one", "one", ""));

        cluster.masters().getFirst().kill();

        assertThatThrownBy(() -> redis.sessions().find(staying)).isInstanceOf(StoreUnavailableException.class);
        assertThat(redis.sessions().find(elsewhere)).isEqualTo(new Lookup.Live(other));
        await(() -> isAnswered(staying));
        assertThat(redis.sessions().find(staying)).isEqualTo(new Lookup.Live(stays));
        assertThat(redis.sessions().find(ending)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
        assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Lost());
        assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Since(List.of()));
    }

    private boolean isAnswered(TokenHash hash) {
        try {
            redis.sessions().find(hash);
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void a_slot_that_moves_is_an_outage_for_its_people_and_is_found_where_it_went() {
        start(false);
        Session session = session(OF_THE_FIRST);
        TokenHash hash = insert(redis.sessions(), session);
        int slot = Group.of(OF_THE_FIRST).slot();
        RedisServer from = cluster.masters().getFirst();
        RedisServer to = cluster.masters().getLast();
        String source = from.tell(RedisCommands::clusterMyId);
        String target = to.tell(RedisCommands::clusterMyId);

        to.tell(commands -> commands.clusterSetSlotImporting(slot, source));
        from.tell(commands -> commands.clusterSetSlotMigrating(slot, target));
        List<String> keys = from.tell(commands -> commands.clusterGetKeysInSlot(slot, 1_000));
        from.tell(commands -> commands.migrate("127.0.0.1", to.port(), 0, 10_000, MigrateArgs.Builder.keys(keys)));

        assertThatThrownBy(() -> redis.sessions().find(hash))
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        thrown -> assertThat(thrown.kind()).isEqualTo(Cause.BUSY));
        for (RedisServer master : List.of(to, from, cluster.masters().get(1))) {
            master.tell(commands -> commands.clusterSetSlotNode(slot, target));
        }

        assertThat(redis.sessions().find(hash)).isEqualTo(new Lookup.Live(session));
        assertThat(redis.sessions().endAll(OF_THE_FIRST, EndReason.REVOKED, T0)).containsExactly(hash);
    }
}
