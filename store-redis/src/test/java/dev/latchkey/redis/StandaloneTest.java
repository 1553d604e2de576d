package dev.latchkey.redis;

import static dev.latchkey.redis.Samples.ALICE;
import static dev.latchkey.redis.Samples.BOB;
import static dev.latchkey.redis.Samples.T0;
import static dev.latchkey.redis.Samples.TOKENS;
import static dev.latchkey.redis.Samples.await;
import static dev.latchkey.redis.Samples.session;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What can happen to one server, and what is said about it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StandaloneTest {
    private RedisServer server;
    private RedisStores redis;

    @AfterEach
    void stop() {
        if (redis != null) {
            redis.close();
        }
        server.close();
    }

    private void start(String... options) {
        server = RedisServer.start(options);
    }

    private void open() {
        redis = RedisStores.at(server.address()).timeout(Duration.ofSeconds(30)).open();
    }

    private StoreUnavailableException refusal(String address) {
        try (RedisStores opened = RedisStores.at(address).open()) {
            throw new AssertionError("opened: " + opened);
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageStartingWith("Redis = 127.0.0.1:" + server.port() + ": ");
            return e;
        }
    }

    @Test
    void one_that_throws_keys_away_is_refused_with_the_cure_that_works() {
        start("--maxmemory-policy", "allkeys-lru");

        assertThat(refusal(server.address())).hasMessageContaining("config set maxmemory-policy noeviction");
        server.tell(commands -> commands.configSet("maxmemory-policy", "noeviction"));
        open();
        redis.checkAvailable();
    }

    @Test
    void one_that_wants_a_password_gets_it_and_it_is_never_shown() {
        start("--requirepass", "hunter2");
        String address = "redis://:%s@127.0.0.1:" + server.port();

        assertThat(refusal(server.address()).kind()).isEqualTo(Cause.FORBIDDEN);
        StoreUnavailableException wrong = refusal(address.replace("%s", "hunter3"));
        assertThat(wrong.kind()).isEqualTo(Cause.FORBIDDEN);
        for (Throwable cause = wrong; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("hunter3");
        }
        redis = RedisStores.at(address.replace("%s", "hunter2")).open();
        redis.checkAvailable();
        assertThat(redis).hasToString("RedisStores[127.0.0.1:" + server.port() + "]");
        redis.close();
        redis = RedisStores.at(server.address()).account("default", "hunter2").open();
        redis.checkAvailable();
    }

    @Test
    void one_that_nobody_is_at_is_told_so() {
        start();
        server.kill();

        assertThat(refusal(server.address()).kind()).isEqualTo(Cause.UNREACHABLE);
    }

    @Test
    void a_replica_is_refused() {
        start();
        try (RedisServer replica = RedisServer.start("--replicaof", "127.0.0.1", Integer.toString(server.port()))) {
            assertThatThrownBy(() -> RedisStores.at(replica.address()).open())
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("it is a replica");
        }
    }

    @Test
    void one_that_is_full_says_so_and_still_answers() {
        start();
        open();
        Session session = session(ALICE);
        TokenHash hash = insert(session);
        server.tell(commands -> commands.configSet("maxmemory", "1"));

        assertThatThrownBy(() -> insert(session(ALICE)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("raise its maxmemory");
        assertThatThrownBy(redis::checkAvailable)
                .isInstanceOfSatisfying(
                        StoreUnavailableException.class,
                        thrown -> assertThat(thrown.kind()).isEqualTo(Cause.FULL));
        assertThat(redis.sessions().find(hash)).isEqualTo(new Lookup.Live(session));
        server.tell(commands -> commands.configSet("maxmemory", "0"));
        insert(session(ALICE));
    }

    @Test
    void one_that_was_away_is_an_outage_that_ends_nothing_and_goes_on_by_itself() {
        start();
        open();
        Session stays = session(ALICE);
        TokenHash staying = insert(stays);
        Session ends = session(BOB);
        TokenHash ending = insert(ends);
        redis.sessions().end(ends.id(), EndReason.LOGGED_OUT, T0);

        server.kill();
        assertThatThrownBy(() -> redis.sessions().find(staying)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> redis.sessions().end(stays.id(), EndReason.LOGGED_OUT, T0))
                .isInstanceOf(StoreUnavailableException.class);
        server.restart();

        await(this::isAvailable);
        assertThat(redis.sessions().find(staying)).isEqualTo(new Lookup.Live(stays));
        assertThat(redis.sessions().find(ending)).isEqualTo(new Lookup.Ended(EndReason.LOGGED_OUT));
    }

    @Test
    void a_node_whose_server_began_anew_forgets_what_it_knew() {
        start();
        open();
        SessionFeed.Membership node = redis.feed().join(new SessionFeed.Node("one", "one", ""));
        server.kill();
        server.restart();
        await(this::isAvailable);

        assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Lost());
        assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Since(List.of()));
    }

    @Test
    void a_node_whose_stream_was_emptied_forgets_what_it_knew() {
        start();
        open();
        redis.sessions().end(inserted().id(), EndReason.LOGGED_OUT, T0);
        SessionFeed.Membership node = redis.feed().join(new SessionFeed.Node("one", "one", ""));
        server.tell(RedisCommands::flushall);

        assertThat(node.changes()).isEqualTo(new SessionFeed.Changes.Lost());
    }

    @Test
    void one_that_forgot_our_scripts_is_told_them_again() {
        start();
        open();
        server.tell(RedisCommands::scriptFlush);

        insert(session(ALICE));
        assertThat(redis.sessions().list(ALICE)).hasSize(1);
    }

    @Test
    void what_cannot_be_read_is_absent_and_disturbs_nobody_else() {
        start();
        open();
        Session spoilt = session(ALICE);
        TokenHash hash = insert(spoilt);
        Session sound = inserted();
        String key = Group.of(ALICE).key() + ":s:" + spoilt.id().value();
        server.tell(commands -> commands.hset(key, "created", "yesterday"));

        assertThat(redis.sessions().find(hash)).isEqualTo(new Lookup.Absent());
        assertThat(redis.sessions().list(ALICE)).containsExactly(sound);
        assertThat(redis.sessions().endAll(ALICE, EndReason.REVOKED, T0)).hasSize(2);
    }

    @Test
    void a_session_is_of_the_partition_that_its_token_and_id_name() {
        start();
        open();
        Session session = session(ALICE);
        TokenHash elsewhere = TOKENS.newSessionToken(ALICE.partition() ^ 0xf00).hash();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> redis.sessions().insert(elsewhere, session))
                .withMessage("a session's token and id name the partition of its principal");
        assertThat(redis.sessions().find(elsewhere)).isEqualTo(new Lookup.Absent());
    }

    private boolean isAvailable() {
        try {
            redis.checkAvailable();
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private TokenHash insert(Session session) {
        return Samples.insert(redis.sessions(), session);
    }

    private Session inserted() {
        Session session = session(ALICE);
        insert(session);
        return session;
    }
}
