package dev.latchkey.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.PromptThread;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link #find} from memory where it can: a hit touches no store, takes no lock and allocates nothing.
 * Thread-safe.
 *
 * <p>With one process there is no time bound, because every write passes through here. With several nodes give a
 * {@linkplain Builder#timeBound time bound}: it is how long an end elsewhere may go unnoticed. Either way, whoever
 * hears of changes by others calls {@link #clear}.
 *
 * <p>A load that races a write never wins (a cache's own {@code invalidate} would not do: it is undefined for an
 * entry that is being loaded). Every write first commits, then moves the {@code epoch}, then corrects the entry. A
 * load reads the epoch, then the store, and publishes only if the epoch is still the same, under the entry's lock:
 *
 * <ul>
 *   <li>if it read the store after the commit, it publishes what the write left;
 *   <li>if it read the store before, then either the epoch has moved and it publishes nothing, or the write's
 *       correction comes after its publication.
 * </ul>
 *
 * <p>Within a transaction the store alone is asked, which sees what is not committed yet, and nothing is corrected before
 * its end; then all of the above holds as it stands. What is undone leaves the cache as it was.
 */
public final class CachedSessionStore implements SessionStore {
    private static final int MOST_BY_DEFAULT = 250_000;
    private static final int BYTES_PER_SESSION = 450;

    private final SessionStore store;
    private final Transactions transactions;
    private final AtomicLong epoch = new AtomicLong();
    private final SharedParts shared = new SharedParts();

    /** How many rotations are under way. */
    private final AtomicInteger rotations = new AtomicInteger();

    /** What the store knows: live sessions, and those that ended since they were cached. */
    private final Cache<TokenHash, Lookup> known;

    /**
     * What the store does not know, apart and small: a forged cookie that is sent again and again costs one look,
     * and a flood of different ones pushes no live session out.
     */
    private final Cache<TokenHash, Lookup> absent;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private CachedSessionStore(Builder builder) {
        this.store = builder.store;
        this.transactions = builder.transactions;
        this.known = builder.known();
        this.absent = builder.absent();
    }

    /** 250,000 sessions, or what a quarter of the heap holds where that is less; at least 1. */
    public static int defaultSize() {
        return defaultSize(Runtime.getRuntime().maxMemory());
    }

    static int defaultSize(long heapBytes) {
        return (int) Math.min(MOST_BY_DEFAULT, Math.max(1, heapBytes / 4 / BYTES_PER_SESSION));
    }

    /** Begins a cache in front of that store. */
    public static Builder builder(SessionStore store) {
        return new Builder(store);
    }

    @Override
    public Lookup find(TokenHash hash) {
        if (transactions.isUnderWay()) {
            return store.find(hash);
        }
        Lookup cached = known.getIfPresent(hash);
        if (cached == null) {
            cached = absent.getIfPresent(hash);
        }
        if (cached == null) {
            PromptThread.beforeWaiting();
            misses.increment();
            return load(hash);
        }
        hits.increment();
        return cached;
    }

    private Lookup load(TokenHash hash) {
        long before = epoch.get();
        Lookup found = compact(store.find(hash));
        switch (found) {
            case Lookup.Live live -> publish(known, hash, found, before);
            case Lookup.Ended ended -> publish(known, hash, found, before);
            case Lookup.Absent() -> publish(absent, hash, found, before);
            case Lookup.Predecessor predecessor -> {
                // Good for seconds only, and shows a session that changes under another token hash: not kept.
            }
        }
        return found;
    }

    private Lookup compact(Lookup found) {
        return found instanceof Lookup.Live(Session session) ? new Lookup.Live(shared.of(session)) : found;
    }

    private void publish(Cache<TokenHash, Lookup> cache, TokenHash hash, Lookup found, long expectedEpoch) {
        // What is there already was published or corrected at a later epoch than what it could be replaced by.
        cache.asMap().compute(hash, (key, there) -> there == null && epoch.get() == expectedEpoch ? found : there);
        // A write that corrects many entries walks over them, and may have passed by just before this one was there.
        if (epoch.get() != expectedEpoch) {
            cache.asMap().remove(hash, found);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the store failed, it may have committed and pushed others out: the principal's sessions are asked for
     * again.
     */
    @Override
    public Insertion insert(TokenHash hash, Session session, int maximum, Instant now) {
        PrincipalId principal = session.principal().id();
        return insert(
                hash,
                session,
                () -> store.insert(hash, session, maximum, now),
                EndReason.REPLACED,
                () -> forgetLive(other -> other.principal().id().equals(principal)));
    }

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        Optional<SeriesId> series = session.link().series();
        return insert(
                hash,
                session,
                () -> store.bringBack(hash, session, now),
                EndReason.RETURNED,
                () -> forgetLive(other -> other.link().series().equals(series)));
    }

    /**
     * Adds a session.
     *
     * @param reason why those ended that had to make room
     * @param forgetting what is to be done when nobody knows whether it was committed
     */
    private Insertion insert(
            TokenHash hash, Session session, Supplier<Insertion> inserting, EndReason reason, Runnable forgetting) {
        long before = epoch.get();
        return write(
                inserting,
                insertion -> {
                    if (insertion instanceof Insertion.Added(List<Replaced> replaced)) {
                        absent.asMap().remove(hash);
                        // Any other write in between may have ended this session already, one of the same transaction
                        // too; then the next look goes to the store.
                        publish(known, hash, compact(new Lookup.Live(session)), before + 1);
                        replaced.forEach(row -> correct(row.session().id(), row.hash(), reason));
                    }
                },
                forgetting);
    }

    /**
     * Writes, and sets right what is cached once that is committed.
     *
     * @param forgetting what is to be done when nobody knows whether it was committed
     */
    private <T> T write(Supplier<T> writing, Consumer<T> correcting, Runnable forgetting) {
        T result;
        try {
            result = writing.get();
        } catch (RuntimeException e) {
            if (!transactions.isUnderWay()) {
                epoch.incrementAndGet();
                forgetting.run();
            }
            throw e;
        }
        transactions.whenOver(ending -> {
            switch (ending) {
                case COMMITTED -> {
                    epoch.incrementAndGet();
                    correcting.accept(result);
                }
                case UNKNOWN -> {
                    epoch.incrementAndGet();
                    forgetting.run();
                }
                case ROLLED_BACK -> {
                    // Nothing happened.
                }
            }
        });
        return result;
    }

    @Override
    public List<Session> list(PrincipalId principal) {
        return store.list(principal);
    }

    @Override
    public void recordActivity(Map<TokenHash, Instant> lastSeenAt) {
        if (lastSeenAt.isEmpty()) {
            return;
        }
        Map<TokenHash, Instant> seen = Map.copyOf(lastSeenAt);
        write(
                () -> {
                    store.recordActivity(seen);
                    return seen;
                },
                written -> written.forEach(
                        (hash, at) -> known.asMap().computeIfPresent(hash, (key, there) -> touched(there, at))),
                () -> {
                    // Not knowing of the last activity ends nothing: who is about to be refused is looked at again.
                });
    }

    @Override
    public void confirm(Collection<TokenHash> hashes) {
        if (hashes.isEmpty()) {
            return;
        }
        List<TokenHash> used = List.copyOf(hashes);
        write(
                () -> {
                    store.confirm(used);
                    return used;
                },
                written ->
                        written.forEach(hash -> known.asMap().computeIfPresent(hash, (key, there) -> confirmed(there))),
                () -> {
                    // What is noted again changes nothing.
                });
    }

    private static Lookup confirmed(Lookup there) {
        return there instanceof Lookup.Live(Session session) ? new Lookup.Live(session.confirmed()) : there;
    }

    private static Lookup touched(Lookup there, Instant at) {
        if (there instanceof Lookup.Live(Session session)) {
            return new Lookup.Live(session.touchedAt(at));
        }
        return there;
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the store failed, or knew of no such session, an entry of that id may be wrong all the same: an earlier
     * call may have committed after its caller was told that the store is unavailable. So it goes.
     */
    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        Runnable forgetting = () -> forgetLive(session -> session.id().equals(id));
        return write(
                () -> store.end(id, reason, now),
                ended -> ended.ifPresentOrElse(hash -> correct(id, hash, reason), forgetting),
                forgetting);
    }

    /**
     * Says that a session ended by which that token hash was current. While a rotation is between its commit and its
     * correction, the session may be here under an older token hash too.
     */
    private void correct(SessionId id, TokenHash hash, EndReason reason) {
        mark(hash, reason);
        if (rotations.get() > 0) {
            forgetLive(session -> session.id().equals(id));
        }
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return endMany(
                () -> store.endAll(principal, reason, now),
                reason,
                session -> session.principal().id().equals(principal));
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        return endMany(
                () -> store.endOthers(principal, kept, reason, now),
                reason,
                session -> session.principal().id().equals(principal)
                        && !session.id().equals(kept));
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        return endMany(
                () -> store.endSeries(series, reason, now),
                reason,
                session -> session.link().series().filter(series::equals).isPresent());
    }

    private List<TokenHash> endMany(
            Supplier<List<TokenHash>> ending, EndReason reason, Predicate<Session> mayHaveEnded) {
        return write(
                ending,
                ended -> {
                    ended.forEach(hash -> mark(hash, reason));
                    forgetLive(mayHaveEnded);
                },
                () -> forgetLive(mayHaveEnded));
    }

    /**
     * {@inheritDoc}
     *
     * <p>The token that was current is forgotten, also when the store failed: it may have committed. The successor is
     * found by the first look, which knows what activity the store kept.
     */
    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        rotations.incrementAndGet();
        boolean isAnswered = false;
        Runnable forgetting = () -> {
            known.asMap().remove(current);
            absent.asMap().remove(successor);
        };
        try {
            boolean isRotated = write(
                    () -> store.rotate(current, successor, updated, predecessorUntil),
                    rotated -> forgetting.run(),
                    forgetting);
            isAnswered = true;
            return isRotated;
        } finally {
            if (isAnswered) {
                // Not before the correction, which may be yet to come.
                transactions.whenOver(ending -> rotations.decrementAndGet());
            } else {
                rotations.decrementAndGet();
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>Nothing that is cached changes: predecessors never are.
     */
    @Override
    public void forgetPredecessors(SessionId id) {
        store.forgetPredecessors(id);
    }

    private void mark(TokenHash hash, EndReason reason) {
        Lookup ended = new Lookup.Ended(reason);
        known.asMap().compute(hash, (key, there) -> ended);
    }

    private void forgetLive(Predicate<Session> condition) {
        known.asMap()
                .values()
                .removeIf(lookup -> lookup instanceof Lookup.Live(Session session) && condition.test(session));
    }

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        // The store does not tell which rows: everything goes that it may have dealt with.
        Runnable forgetting = () -> known.asMap()
                .values()
                .removeIf(lookup -> !(lookup instanceof Lookup.Live(Session session))
                        || !now.isBefore(session.expiresAt())
                        || !session.lastSeenAt().isAfter(lastSeenBy));
        return write(
                () -> store.purge(now, lastSeenBy, forgetEndedBefore, limit), count -> forgetting.run(), forgetting);
    }

    /** Forgets everything: someone else changed the store. Whatever is being loaded meanwhile is not kept either. */
    public void clear() {
        epoch.incrementAndGet();
        known.invalidateAll();
        absent.invalidateAll();
    }

    /** How many lookups were answered from memory so far, what is known not to exist included. */
    public long hits() {
        return hits.sum();
    }

    /** How many lookups went to the store so far. */
    public long misses() {
        return misses.sum();
    }

    /** How many sessions are kept now, those included that ended since; an estimate while others write. */
    public long size() {
        return known.estimatedSize();
    }

    /** Options of {@link CachedSessionStore}. Not thread-safe. */
    public static final class Builder {
        private static final Duration ABSENT_KEPT = Duration.ofSeconds(30);

        /** Some 4 MiB while somebody guesses. */
        private static final long MAX_ABSENT = 32_768;

        private final SessionStore store;
        private long maximumSize = defaultSize();
        private @Nullable Duration timeBound;
        private Ticker ticker = Ticker.systemTicker();
        private Transactions transactions = Transactions.eachWriteAlone();

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * How many sessions are kept, at least 1; some 450 bytes each. Default: {@link #defaultSize}. More sessions than
         * that work too, and those seldom seen cost a look into the store. A hit is quickest while less than half of
         * the room is taken, because nobody needs to know yet which were used last.
         *
         * @throws IllegalArgumentException when it is below 1
         */
        public Builder maximumSize(long sessions) {
            if (sessions < 1) {
                throw new IllegalArgumentException("maximumSize is at least 1, not " + sessions);
            }
            this.maximumSize = sessions;
            return this;
        }

        /**
         * How long an answer may be given after it was read, positive: the longest that a session ended by another
         * node lives on here. Default: without bound, right for a single process only.
         *
         * @throws IllegalArgumentException when it is not positive
         */
        public Builder timeBound(Duration bound) {
            if (!bound.isPositive()) {
                throw new IllegalArgumentException("timeBound is positive, not " + bound);
            }
            this.timeBound = bound;
            return this;
        }

        /**
         * The transactions that the store takes part in. Default: none, right only for a store that nobody writes to
         * within one: with it the cache would tell of ends that are undone afterwards.
         */
        public Builder transactions(Transactions value) {
            this.transactions = Objects.requireNonNull(value, "transactions");
            return this;
        }

        /** Time for the bounds, in nanoseconds. */
        Builder ticker(Ticker value) {
            this.ticker = value;
            return this;
        }

        /** Makes the cache. */
        public CachedSessionStore build() {
            return new CachedSessionStore(this);
        }

        private Cache<TokenHash, Lookup> known() {
            Caffeine<Object, Object> caffeine = newCache(maximumSize);
            Duration bound = timeBound;
            // The bound runs from the load: activity changes an entry, but says nothing new about its being live.
            return bound == null
                    ? caffeine.build()
                    : caffeine.expireAfter(Expiry.creating((key, there) -> bound))
                            .build();
        }

        private Cache<TokenHash, Lookup> absent() {
            Duration bound = timeBound;
            Duration kept = bound == null || bound.compareTo(ABSENT_KEPT) > 0 ? ABSENT_KEPT : bound;
            return newCache(MAX_ABSENT).expireAfterWrite(kept).build();
        }

        private Caffeine<Object, Object> newCache(long size) {
            // Upkeep runs on whichever thread causes it: the common pool is the application's.
            return Caffeine.newBuilder().maximumSize(size).ticker(ticker).executor(Runnable::run);
        }
    }
}
