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
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.testing.redis.RedisServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A master with two replicas, and a sentinel that watches over them. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Tag("release")
class SentinelTest {
    private final RedisServer master = RedisServer.start();
    private final List<RedisServer> replicas = List.of(RedisServer.start(), RedisServer.start());
    private RedisServer sentinel;
    private RedisStores redis;

    private void start() {
        replicas.forEach(replica -> replica.tell(commands -> commands.replicaof("127.0.0.1", master.port())));
        await(() -> isFollowedBy(master, 2));
        sentinel = RedisServer.sentinel("main", master);
        await(() -> sentinel.tell(commands -> commands.info("sentinel")).contains("slaves=2"));
        redis = RedisStores.at("redis-sentinel://127.0.0.1:" + sentinel.port() + "#main")
                .open();
    }

    private static boolean isFollowedBy(RedisServer server, int replicas) {
        return server.tell(commands -> commands.info("replication")).split("state=online", -1).length == replicas + 1;
    }

    @AfterEach
    void stop() {
        redis.close();
        sentinel.close();
        replicas.forEach(RedisServer::close);
        master.close();
    }

    @Test
    void who_takes_over_keeps_what_was_acknowledged_and_is_found_by_itself() {
        start();
        Session stays = session(ALICE);
        TokenHash staying = insert(redis.sessions(), stays);
        Session ends = session(BOB);
        TokenHash ending = insert(redis.sessions(), ends);
        redis.sessions().end(ends.id(), EndReason.LOGGED_OUT, T0);

        master.kill();
        assertThatThrownBy(() -> redis.sessions().find(staying)).isInstanceOf(StoreUnavailableException.class);
        await(() -> isEnded(stays));

        assertThat(redis.sessions().find(staying)).isEqualTo(new Lookup.Ended(EndReason.REVOKED));
        assertThat(redis.sessions().find(ending)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }

    /** Once a replica follows who took over, an end is acknowledged again. */
    private boolean isEnded(Session session) {
        try {
            redis.sessions().end(session.id(), EndReason.REVOKED, T0);
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    @Test
    void a_sentinel_that_is_named_as_a_server_is_refused() {
        start();

        assertThatThrownBy(() -> RedisStores.at(sentinel.address()).open())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("redis-sentinel://HOST:PORT#MASTER");
    }
}
