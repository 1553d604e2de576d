package dev.latchkey.redis;

import dev.latchkey.core.Stores;
import dev.latchkey.core.remember.RememberMeStore;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.StoreFailure;
import dev.latchkey.core.store.StoreFailure.Cause;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.throttle.ThrottleStore;
import dev.latchkey.core.token.Tokens;
import dev.latchkey.redis.Address.Account;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Sessions, remember-me series and throttle counters on Redis or Valkey, 6.2 or later: one server, one that sentinels
 * watch over, or a cluster. Users, secrets and the audit log stay in another database. Thread-safe.
 *
 * <pre>{@code
 * RedisStores redis = RedisStores.at("redis://redis.example.com:6379").open();
 * Latchkey latchkey = Latchkey.builder().stores(redis.with(database.stores()))…
 * }</pre>
 *
 * <p>What is promised is less than one database promises. An end that was acknowledged is as final as what Redis keeps: a
 * server with {@code appendfsync always} keeps it as its disk does; where a replica may take over, it is waited for until
 * one has it ({@link Builder#replicas}), and nodes end again what ended lately. What an act does to both databases is no
 * transaction: see {@link #with}.
 */
public final class RedisStores implements AutoCloseable {
    private final RedisClient client;
    private final Servers servers;
    private final Diagnosis diagnosis;
    private final List<StoreFailure> concerns;
    private final Calls calls;
    private final Acknowledgement acknowledgement;
    private final SessionStore sessions;
    private final RememberMeStore series;
    private final ThrottleStore budgets;
    private final SessionFeed feed;

    private RedisStores(
            RedisClient client,
            Servers servers,
            Diagnosis diagnosis,
            Duration timeout,
            int replicas,
            List<StoreFailure> concerns) {
        this.diagnosis = diagnosis;
        this.client = client;
        this.concerns = List.copyOf(concerns);
        this.servers = servers;
        this.calls = new Calls(servers, diagnosis, timeout, replicas);
        this.acknowledgement = new Acknowledgement(calls, System::nanoTime, LockSupport::parkNanos);
        RecentEnds recentEnds = new RecentEnds(System::nanoTime);
        this.sessions = new RedisSessionStore(calls, acknowledgement, recentEnds);
        this.series = new RedisRememberMeStore(calls);
        this.budgets = new RedisThrottleStore(calls);
        this.feed = new RedisSessionFeed(calls, recentEnds);
    }

    /**
     * Begins with every default.
     *
     * @param address {@code redis://HOST:PORT}, {@code rediss://} for TLS, several hosts of a cluster between commas, or
     *     {@code redis-sentinel://HOST:PORT,HOST:PORT#MASTER}; a user and a password may stand before the host, and are
     *     never shown
     * @throws IllegalArgumentException when it is none, without repeating it
     */
    public static Builder at(String address) {
        return new Builder(Address.parse(address));
    }

    /** Who is logged in. */
    public SessionStore sessions() {
        return sessions;
    }

    /** Remembered browsers. */
    public RememberMeStore series() {
        return series;
    }

    /** Counted attempts. */
    public ThrottleStore budgets() {
        return budgets;
    }

    /** What several nodes tell each other, so that each may have a cache of sessions. */
    public SessionFeed feed() {
        return feed;
    }

    /**
     * Sessions, series and budgets of here, and the rest of there.
     *
     * <p>Within a whole act what is asked of Redis is done at once and stays done; the database commits after it. So an act
     * that fails may have ended sessions all the same, but no password is changed, no account shut or deleted whose sessions
     * live on. A login that fails may leave a session whose token nobody has.
     */
    public Stores with(Stores database) {
        return new Stores(
                new ActsOverTwo(database.transactions(), acknowledgement),
                sessions,
                series,
                budgets,
                database.users(),
                database.secrets(),
                database.audit());
    }

    /**
     * Makes sure that every group is kept by a server that answers and may be written to, for a readiness check.
     *
     * @throws StoreUnavailableException when one is not
     */
    public void checkAvailable() {
        // Writes as a node would whose time is over at once: so it is known too whether there is room.
        List<String> nobody = List.of("check", "0", "-", "0-0");
        Group.ALL.forEach(group -> calls.write(group, Script.NODE_RENEW, nobody));
        calls.write(Group.BUDGETS, Script.NODE_RENEW, nobody);
    }

    /** Where it is, for people, without a secret. */
    public String where() {
        return diagnosis.where();
    }

    /** What is not well with a server that will do, as it was when it was first asked; each was logged as a warning too. */
    public List<StoreFailure> concerns() {
        return concerns;
    }

    /** How often a caller was told for that cause that the store is unavailable, so far. */
    public long failures(Cause cause) {
        return diagnosis.failures(cause);
    }

    /**
     * A word that tells what is kept here from what another Redis keeps, since somebody first asked; so whoever keeps the rest
     * can tell whether it is the one that belongs to it. Lost with all else when it is emptied.
     */
    public String identity() {
        return Answer.texts(calls.ask(Group.ALL.getFirst(), Script.IDENTITY, new Tokens().newOpaqueId()))
                .getFirst();
    }

    /** How many sessions and series are kept, those that ended lately included. */
    public long size() {
        Map<Group, List<String>> nothing = new LinkedHashMap<>();
        Group.ALL.forEach(group -> nothing.put(group, List.of()));
        return calls.askEach(Script.KEPT, nothing).values().stream()
                .mapToLong(output -> Answer.number(output.getFirst()))
                .sum();
    }

    /** Ends every connection; to be called once nobody asks any more. */
    @Override
    public void close() {
        servers.close();
        client.shutdown();
    }

    /** Where it is, without a secret. */
    @Override
    public String toString() {
        return "RedisStores[" + where() + "]";
    }

    /** Options of {@link RedisStores}. Not thread-safe. */
    public static final class Builder {
        private static final System.Logger LOG = System.getLogger(RedisStores.class.getName());
        private static final Duration SHORTEST = Duration.ofMillis(100);
        private static final Duration LONGEST = Duration.ofMinutes(1);
        private static final int MOST_REPLICAS = 16;

        private Address address;
        private Duration timeout = Duration.ofSeconds(1);
        private OptionalInt replicas = OptionalInt.empty();

        private Builder(Address address) {
            this.address = address;
        }

        /** As whom, in place of what the address says. Default: nobody. */
        public Builder account(String user, String password) {
            this.address = address.as(
                    new Account(Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password")));
            return this;
        }

        /** How long a connection or an answer is waited for, 100 ms to 1 min; the first connection 10 s at least. Default: 1 s. */
        public Builder timeout(Duration value) {
            if (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("timeout is 100 ms to 1 min, not " + value);
            }
            this.timeout = value;
            return this;
        }

        /**
         * How many replicas have to have an end before it is acknowledged, 0 to 16; where fewer have it in half the time of an
         * answer, whoever asked hears that the store is unavailable, although it may be done. Default: 1 by sentinels, 1 in a
         * cluster where any master has a replica, and 1 where a single server has one at the start; else 0. With 0 where a
         * replica takes over, an end that was acknowledged can be undone by it.
         */
        public Builder replicas(int value) {
            if (value < 0 || value > MOST_REPLICAS) {
                throw new IllegalArgumentException("replicas is 0 to 16, not " + value);
            }
            this.replicas = OptionalInt.of(value);
            return this;
        }

        /**
         * Connects, and makes sure that every server will do.
         *
         * @throws StoreUnavailableException when one cannot be reached, is older than 6.2, or throws keys away when its
         *     memory is full; with the cure
         */
        public RedisStores open() {
            Diagnosis diagnosis = new Diagnosis(address.toString());
            RedisClient client = RedisClient.create();
            client.setOptions(ClientOptions.builder()
                    // A command that was under way is never repeated: it may have been done.
                    .autoReconnect(false)
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .socketOptions(SocketOptions.builder()
                            .connectTimeout(timeout)
                            .keepAlive(true)
                            .build())
                    .build());
            try {
                return open(client, diagnosis);
            } catch (RuntimeException e) {
                client.shutdown();
                throw e;
            }
        }

        private RedisStores open(RedisClient client, Diagnosis diagnosis) {
            StoreUnavailableException met = null;
            for (Address.Endpoint host : address.hosts()) {
                Link link = link(client, diagnosis, host);
                try {
                    return link.open().examination().isOfCluster()
                            ? openCluster(client, diagnosis)
                            : openOne(client, diagnosis, link);
                } catch (StoreUnavailableException e) {
                    met = e;
                }
            }
            throw Objects.requireNonNull(met, "an address has a host");
        }

        private Link link(RedisClient client, Diagnosis diagnosis, Address.Endpoint host) {
            return new Link(client, address.uri(host), diagnosis, timeout, System::nanoTime);
        }

        private RedisStores openOne(RedisClient client, Diagnosis diagnosis, Link link) {
            Examination examination = link.open().examination();
            boolean isReplicated = address.master().isPresent() || examination.hasReplicas();
            return new RedisStores(
                    client,
                    new Servers.One(link),
                    diagnosis,
                    timeout,
                    replicas.orElse(isReplicated ? 1 : 0),
                    concerns(diagnosis, Stream.of(examination)));
        }

        private RedisStores openCluster(RedisClient client, Diagnosis diagnosis) {
            ClusterServers cluster =
                    new ClusterServers(address.hosts(), host -> link(client, diagnosis, host), timeout);
            cluster.refresh();
            Stream<Examination> masters = Group.ALL.stream()
                    .map(cluster::of)
                    .distinct()
                    .map(master -> master.open().examination());
            return new RedisStores(
                    client,
                    cluster,
                    diagnosis,
                    timeout,
                    replicas.orElseGet(() -> cluster.hasReplicas() ? 1 : 0),
                    concerns(diagnosis, masters));
        }

        private static List<StoreFailure> concerns(Diagnosis diagnosis, Stream<Examination> servers) {
            List<StoreFailure> concerns = servers.filter(server -> !server.keepsLog())
                    .limit(1)
                    .map(server -> diagnosis.failure(
                            Cause.OTHER,
                            "it keeps no log (appendonly no), so a restart brings back sessions that ended, or logs"
                                    + " everybody out",
                            "set appendonly yes and appendfsync always"))
                    .toList();
            concerns.forEach(concern -> LOG.log(System.Logger.Level.WARNING, "{0}", concern.message()));
            return concerns;
        }
    }
}
