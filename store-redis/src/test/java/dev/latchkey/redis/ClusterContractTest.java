package dev.latchkey.redis;

import io.lettuce.core.api.sync.RedisCommands;

/** Three masters of a cluster. */
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
