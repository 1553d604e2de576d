package dev.latchkey.redis;

import dev.latchkey.testing.redis.RedisServer;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three masters of a cluster, each with a third of the slots, and perhaps a replica each. */
final class RedisCluster implements AutoCloseable {
    private static final int SLOTS = 16_384;
    private static final int MASTERS = 3;

    private final List<RedisServer> masters;
    private final List<RedisServer> replicas;

    private RedisCluster(List<RedisServer> masters, List<RedisServer> replicas) {
        this.masters = masters;
        this.replicas = replicas;
    }

    /** Starts them and waits until they know each other. */
    static RedisCluster start(boolean isReplicated) {
        List<RedisServer> masters = servers();
        RedisCluster cluster = new RedisCluster(masters, isReplicated ? servers() : List.of());
        for (int i = 0; i < MASTERS; i++) {
            int[] slots = IntStream.range(SLOTS * i / MASTERS, SLOTS * (i + 1) / MASTERS)
                    .toArray();
            int epoch = i + 1;
            masters.get(i).tell(commands -> commands.clusterSetConfigEpoch(epoch) + commands.clusterAddSlots(slots));
        }
        cluster.all()
                .skip(1)
                .forEach(other -> masters.getFirst().tell(commands -> commands.clusterMeet("127.0.0.1", other.port())));
        cluster.await(masters);
        for (int i = 0; i < cluster.replicas.size(); i++) {
            String master = masters.get(i).tell(RedisCommands::clusterMyId);
            cluster.replicas.get(i).tell(commands -> commands.clusterReplicate(master));
            RedisServer followed = masters.get(i);
            Samples.await(() ->
                    followed.tell(commands -> commands.info("replication")).contains("state=online"));
        }
        cluster.await(cluster.all().toList());
        return cluster;
    }

    private static List<RedisServer> servers() {
        List<RedisServer> servers = new ArrayList<>();
        for (int i = 0; i < MASTERS; i++) {
            servers.add(RedisServer.start("--cluster-enabled", "yes", "--cluster-node-timeout", "2000"));
        }
        return servers;
    }

    private Stream<RedisServer> all() {
        return Stream.concat(masters.stream(), replicas.stream());
    }

    private void await(List<RedisServer> those) {
        for (RedisServer each : those) {
            Samples.await(() -> {
                String info = each.tell(commands -> commands.clusterInfo());
                long known = all().count();
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + known);
            });
        }
    }

    /** All of them, between commas. */
    String address() {
        return "redis://"
                + masters.stream().map(master -> "127.0.0.1:" + master.port()).collect(Collectors.joining(","));
    }

    List<RedisServer> masters() {
        return masters;
    }

    @Override
    public void close() {
        all().forEach(RedisServer::close);
    }
}
