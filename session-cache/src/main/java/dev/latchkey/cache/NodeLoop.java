package dev.latchkey.cache;

import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionFeed.Changes;
import dev.latchkey.core.session.SessionFeed.Membership;
import dev.latchkey.core.session.SessionFeed.Node;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.Tokens;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@linkplain CachedSessionStore cache} of a store that several nodes share true to it. Someone else calls {@link
 * #turn} every {@link #interval}, on a thread that may wait for the store. Thread-safe.
 *
 * <p>The order of a renewal makes it safe. First the clock is read; then the store is told how long this node may answer
 * from its cache; then what others committed until now is applied; only then the lease is granted, from the moment that
 * was read first. So whoever ends a session either finds this node in the store and waits for it, or did so before this
 * node looked for changes, and it applied the end before it relied on its cache.
 *
 * <p>What the store is told lasts a tenth longer than what the node itself relies on: so far may two clocks differ in
 * speed, and no more.
 */
public final class NodeLoop implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(NodeLoop.class.getName());
    private static final int RENEWALS = 4;
    private static final int LOOKS = 40;
    private static final int MARGIN = 10;
    private static final int MOST_DOUBLINGS = 10;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final SessionFeed feed;
    private final CachedSessionStore cache;
    private final Lease lease;
    private final Duration bound;
    private final Node node;
    private final LongSupplier nanos;
    private final Tokens tokens;

    private @Nullable Membership membership;
    private boolean hasUntold;
    private long renewedAt;
    private int failures;
    private long failedAt;
    private long pauseNanos;
    private boolean isClosed;

    private NodeLoop(Builder builder) {
        this.feed = builder.feed;
        this.cache = builder.cache;
        this.lease = builder.cache.lease();
        this.bound = Objects.requireNonNull(lease.bound(), "a cache that is shared");
        this.tokens = builder.tokens;
        this.nanos = builder.nanos;
        this.node = new Node(tokens.newOpaqueId(), builder.name, builder.version, builder.settings);
    }

    /**
     * Begins a node whose cache is fed so.
     *
     * @throws IllegalArgumentException when the cache is not {@linkplain CachedSessionStore.Builder#shared shared}
     */
    public static Builder builder(SessionFeed feed, CachedSessionStore cache) {
        return new Builder(feed, cache);
    }

    /** Who this is for the others: a name that lasts as long as this object does. */
    public Node node() {
        return node;
    }

    /** How long to wait from the end of one {@link #turn} to the next: a fortieth of the bound, 25 ms by default. */
    public Duration interval() {
        return bound.dividedBy(LOOKS);
    }

    /** Whether the cache may answer now, for a readiness check. */
    public boolean holdsLease() {
        return lease.isHeld();
    }

    /**
     * Looks once for what others changed, and renews the lease when a quarter of it has passed, or when there is
     * something that others wait to hear of. After a failure it pauses, for a second at most and by chance less, so that
     * many nodes do not come back at once. Throws nothing: where the store cannot answer, the lease is given up, and every
     * check asks the store.
     */
    public synchronized void turn() {
        if (isClosed || (failures > 0 && nanos.getAsLong() - failedAt < pauseNanos)) {
            return;
        }
        try {
            Membership member = membership;
            if (member == null) {
                member = begin();
                renew(member);
            } else {
                look(member);
                if (hasUntold
                        || nanos.getAsLong() - renewedAt
                                >= bound.dividedBy(RENEWALS).toNanos()) {
                    renew(member);
                }
            }
            failures = 0;
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "this node could not ask what others changed", e);
            fail();
        } catch (RuntimeException e) {
            // Who calls this again and again would stop to, and this node would never have a lease any more.
            LOG.log(System.Logger.Level.ERROR, "this node could not follow what others changed", e);
            fail();
        }
    }

    private Membership begin() {
        Membership member = feed.join(node);
        membership = member;
        // What is loaded from here on is as new as what this membership begins with.
        cache.clear();
        return member;
    }

    private void renew(Membership member) {
        Lease.Moment before = lease.now();
        renewedAt = nanos.getAsLong();
        member.renew(bound.plus(bound.dividedBy(MARGIN)));
        hasUntold = false;
        look(member);
        lease.grantFrom(before);
    }

    private void look(Membership member) {
        switch (member.changes()) {
            case Changes.Since(List<SessionChange> changes) -> {
                if (!changes.isEmpty()) {
                    cache.apply(changes);
                    hasUntold = true;
                }
            }
            case Changes.Lost() -> {
                cache.clear();
                hasUntold = true;
            }
        }
    }

    private void fail() {
        leave();
        failures++;
        failedAt = nanos.getAsLong();
        long longest = Math.min(LONGEST_PAUSE.toNanos(), interval().toNanos() << Math.min(failures, MOST_DOUBLINGS));
        // Between half of it and all.
        pauseNanos = longest / 2 + longest / 2 * Byte.toUnsignedInt(tokens.newSecret(1)[0]) / 255;
    }

    /** In this order: when the store says that nobody need wait for this node, it answers from its cache no more. */
    private void leave() {
        lease.revoke();
        Membership member = membership;
        membership = null;
        if (member != null) {
            member.close();
        }
    }

    /** Leaves, so that nobody waits for this node. From then on every check asks the store. */
    @Override
    public synchronized void close() {
        isClosed = true;
        leave();
    }

    /** Options of {@link NodeLoop}. Not thread-safe. */
    public static final class Builder {
        private final SessionFeed feed;
        private final CachedSessionStore cache;
        private String name = "node";
        private String version = "";
        private Map<String, String> settings = Map.of();
        private LongSupplier nanos = System::nanoTime;
        private Tokens tokens = new Tokens();

        private Builder(SessionFeed feed, CachedSessionStore cache) {
            this.feed = Objects.requireNonNull(feed, "feed");
            this.cache = Objects.requireNonNull(cache, "cache");
            if (cache.lease().bound() == null) {
                throw new IllegalArgumentException("cache: one that is shared is expected");
            }
        }

        /** How people tell this node from others, such as the machine's name. Default: {@code node}. */
        public Builder name(String value) {
            this.name = Objects.requireNonNull(value, "name");
            return this;
        }

        /** Which version of the program it runs, for people. Default: none. */
        public Builder version(String value) {
            this.version = Objects.requireNonNull(value, "version");
            return this;
        }

        /** How it is set where all should be alike, by key, for whoever looks whether they are. Default: nothing. */
        public Builder settings(Map<String, String> value) {
            this.settings = Map.copyOf(value);
            return this;
        }

        /** Steady time in nanoseconds, for when to renew and to try again. */
        Builder nanos(LongSupplier value) {
            this.nanos = value;
            return this;
        }

        /** Where the node's id comes from, and by how much it pauses. */
        Builder tokens(Tokens value) {
            this.tokens = value;
            return this;
        }

        /** Makes the loop; {@link NodeLoop#turn} does the rest. */
        public NodeLoop build() {
            return new NodeLoop(this);
        }
    }
}
