package dev.latchkey.redis;

import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server says about itself ({@code INFO}), and whether that will do. Valkey tells the release of Redis that it is
 * compatible with.
 */
final class Examination {
    private static final int MAJOR = 6;
    private static final int MINOR = 2;

    private final Map<String, String> facts = new HashMap<>();

    Examination(String info) {
        info.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
    }

    private String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** Redis and Valkey have a name of their own for that line. */
    private boolean isSentinel() {
        return fact("redis_mode").equals("sentinel") || fact("server_mode").equals("sentinel");
    }

    /** Whether it keeps only some of the slots. */
    boolean isOfCluster() {
        return fact("cluster_enabled").equals("1");
    }

    /** Whether somebody takes over from it. */
    boolean hasReplicas() {
        return !fact("connected_slaves").isEmpty() && !fact("connected_slaves").equals("0");
    }

    /** Whether a restart finds everything that was written up to some moment. */
    boolean keepsLog() {
        return fact("aof_enabled").equals("1");
    }

    /**
     * Makes sure that it is a master, of a release that knows our commands, that throws nothing away.
     *
     * @throws StoreUnavailableException when it is not, with the cure
     */
    void check(Diagnosis diagnosis) {
        if (isSentinel()) {
            throw refused(
                    diagnosis,
                    Cause.NOT_A_DATABASE,
                    "it is a sentinel",
                    "name it as one: redis-sentinel://HOST:PORT#MASTER, with what its configuration calls the master");
        }
        String release = fact("redis_version");
        if (!isRecent(release)) {
            throw refused(
                    diagnosis,
                    Cause.OTHER,
                    "it is of release " + release,
                    "install Redis 6.2 or later, or Valkey, which reads the same files");
        }
        if (!fact("role").equals("master")) {
            throw refused(
                    diagnosis,
                    Cause.READ_ONLY,
                    "it is a replica",
                    "name the master, or all servers of the cluster, or the sentinels");
        }
        String policy = fact("maxmemory_policy");
        if (!policy.equals("noeviction")) {
            throw refused(
                    diagnosis,
                    Cause.OTHER,
                    "it throws keys away when its memory is full (maxmemory-policy " + policy
                            + "): sessions would be gone, and that some ended",
                    "config set maxmemory-policy noeviction, and the same line in its configuration; caches of others"
                            + " belong on another server");
        }
    }

    private static StoreUnavailableException refused(Diagnosis diagnosis, Cause cause, String reason, String cure) {
        IllegalStateException met = new IllegalStateException(reason);
        return diagnosis.exception(diagnosis.failure(cause, reason, cure), met);
    }

    private static boolean isRecent(String release) {
        String[] parts = release.split("\\.", -1);
        try {
            int major = Integer.parseInt(parts[0]);
            return major > MAJOR || (major == MAJOR && parts.length > 1 && Integer.parseInt(parts[1]) >= MINOR);
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
