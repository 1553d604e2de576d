package dev.latchkey.redis;

import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Tag;

/** Three masters of a cluster. */
@Tag("release")
class ClusterContractTest extends RedisStoresContract {
    private final RedisCluster cluster = RedisCluster.start(false);

    @Override
    protected String start() {
        return cluster.address();
    }

    @Override
    protected void forgetAll() {
        cluster.masters().forEach(master -> master.tell(RedisCommands::flushall));
    }

    @Override
    protected void stop() {
        cluster.close();
    }
}
