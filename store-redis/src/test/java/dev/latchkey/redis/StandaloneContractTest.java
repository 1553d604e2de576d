package dev.latchkey.redis;

import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;

/** One server. */
class StandaloneContractTest extends RedisStoresContract {
    private final RedisServer server = RedisServer.start();

    @Override
    protected String start() {
        return server.address();
    }

    @Override
    protected void forgetAll() {
        server.tell(RedisCommands::flushall);
    }

    @Override
    protected void stop() {
        server.close();
    }
}
