package dev.latchkey.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The way to a server whose refusal can be gone before anybody listens for it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LinkTest {
    @Test
    void why_an_account_is_refused_is_heard_also_when_the_connection_ends_before_anybody_listens() {
        assertThat(refusal(2)).isEqualTo(Cause.FORBIDDEN);
    }

    @Test
    void a_server_that_says_nothing_is_not_asked_for_ever() {
        assertThat(refusal(Integer.MAX_VALUE)).isEqualTo(Cause.UNREACHABLE);
    }

    /** What is said of a wrong password by a client that does not hear the first answers. */
    private static Cause refusal(int unheard) {
        ClientResources resources = ClientResources.create();
        try (RedisServer server = RedisServer.start("--requirepass", "swordfish");
                Deaf client = new Deaf(resources, unheard)) {
            RedisURI uri = RedisURI.create("redis://:pike@127.0.0.1:" + server.port());
            Link link = new Link(client, uri, new Diagnosis("here"), Duration.ofSeconds(10), System::nanoTime);
            return catchThrowableOfType(StoreUnavailableException.class, link::open)
                    .kind();
        } finally {
            resources.shutdown().syncUninterruptibly();
        }
    }

    private static final class Deaf extends RedisClient {
        private final AtomicInteger unheard;

        Deaf(ClientResources resources, int unheard) {
            super(resources, new RedisURI());
            this.unheard = new AtomicInteger(unheard);
        }

        @Override
        public <K, V> StatefulRedisConnection<K, V> connect(RedisCodec<K, V> codec, RedisURI uri) {
            if (unheard.getAndDecrement() > 0) {
                throw new RedisConnectionException("gone", new IllegalStateException("nobody listens"));
            }
            return super.connect(codec, uri);
        }
    }
}
