package dev.latchkey.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionChange;
import dev.latchkey.core.session.SessionStore;
import dev.latchkey.core.store.PromptThread;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link #find} from memory where it can: a hit touches no store, takes no lock and allocates nothing.
 * Thread-safe.
 *
 * <p>With one process nothing else is needed, because every write passes through here; whoever hears of changes by others
 * calls {@link #clear}. Where several nodes share the store, each has a cache that is {@linkplain Builder#shared shared}
 * and a {@link NodeLoop} that tells it of the others' changes: then it answers while a lease holds, and asks the store for
 * every check when it does not, which throws {@link dev.latchkey.core.store.StoreUnavailableException} when the store
 * cannot be reached either.
 *
 * <p>{@link Entries} tells why a load that races a write never wins. Within a transaction the store alone is asked, which
 * sees what is not committed yet, and nothing is corrected before its end. What is undone leaves the cache as it was.
 */
public final class CachedSessionStore implements SessionStore {
    private static final int MOST_BY_DEFAULT = 250_000;
    private static final int BYTES_PER_SESSION = 550;

    private final SessionStore store;
    private final Transactions transactions;
    private final Lease lease;
    private final Supplier<Entries> empty;
    private final SharedParts shared = new SharedParts();

    /** Another object after each {@link #clear}: what is being loaded meanwhile is kept where nobody looks any more. */
    private volatile Entries entries;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    private CachedSessionStore(Builder builder) {
        this.store = builder.store;
        this.transactions = builder.transactions;
        this.lease = builder.lease();
        long maximumSize = builder.maximumSize;
        Ticker ticker = builder.ticker;
        this.empty = () -> new Entries(maximumSize, ticker);
        this.entries = empty.get();
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
        // The lease first: an entry that was read before could have been corrected under a lease that is renewed since.
        if (lease.isHeld()) {
            Lookup there = entries.get(hash);
            if (there != null) {
                hits.increment();
                return there;
            }
        }
        PromptThread.beforeWaiting();
        misses.increment();
        return load(hash);
    }

    private Lookup load(TokenHash hash) {
        Entries before = entries;
        long epoch = before.epoch();
        Lookup found = compact(store.find(hash));
        before.publish(hash, found, epoch);
        return found;
    }

    private Lookup compact(Lookup found) {
        return found instanceof Lookup.Live(Session session) ? new Lookup.Live(shared.of(session)) : found;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Where only one process writes, the cache knows of every use itself.
     */
    @Override
    public Lookup findFresh(TokenHash hash) {
        if (lease.bound() == null || transactions.isUnderWay()) {
            return find(hash);
        }
        PromptThread.beforeWaiting();
        misses.increment();
        Entries now = entries;
        Lookup found = store.findFresh(hash);
        // Both only ever go one way, so it does not matter what was written meanwhile.
        switch (found) {
            case Lookup.Live(Session session) -> now.update(hash, there -> there.touchedAt(session.lastSeenAt()));
            case Lookup.Ended(EndReason reason) -> now.markKnown(hash, reason);
            case Lookup.Predecessor predecessor -> now.forget(hash);
            case Lookup.Absent() -> now.forget(hash);
        }
        return found;
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
                entries -> entries.forgetSessionsOf(principal, null));
    }

    @Override
    public Insertion bringBack(TokenHash hash, Session session, Instant now) {
        Optional<SeriesId> series = session.link().series();
        return insert(
                hash,
                session,
                () -> store.bringBack(hash, session, now),
                EndReason.RETURNED,
                entries -> series.ifPresent(entries::forgetSessionsOf));
    }

    /**
     * Adds a session.
     *
     * @param reason why those ended that had to make room
     * @param forgetting what is to be done when nobody knows whether it was committed
     */
    private Insertion insert(
            TokenHash hash,
            Session session,
            Supplier<Insertion> inserting,
            EndReason reason,
            Consumer<Entries> forgetting) {
        Entries before = entries;
        long epoch = before.epoch();
        return write(
                inserting,
                (now, insertion) -> {
                    // There is one of that token, by whomever.
                    now.forgetAbsence(hash);
                    if (insertion instanceof Insertion.Added(List<Replaced> replaced)) {
                        // Any other write in between may have ended this session already, one of the same transaction
                        // too; then the next look goes to the store.
                        before.publish(hash, compact(new Lookup.Live(session)), epoch + 1);
                        replaced.forEach(row -> ended(now, row.session().id(), row.hash(), reason));
                    }
                },
                forgetting);
    }

    /**
     * Writes, and sets right what is cached once that is committed.
     *
     * @param forgetting what is to be done when nobody knows whether it was committed
     */
    private <T> T write(Supplier<T> writing, BiConsumer<Entries, T> correcting, Consumer<Entries> forgetting) {
        T result;
        try {
            result = writing.get();
        } catch (RuntimeException e) {
            if (!transactions.isUnderWay()) {
                afterCommit(forgetting);
            }
            throw e;
        }
        transactions.whenOver(ending -> {
            switch (ending) {
                case COMMITTED -> afterCommit(now -> correcting.accept(now, result));
                case UNKNOWN -> afterCommit(forgetting);
                case ROLLED_BACK -> {
                    // Nothing happened.
                }
            }
        });
        return result;
    }

    private void afterCommit(Consumer<Entries> correction) {
        Entries now = entries;
        now.moveEpoch();
        correction.accept(now);
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
                (now, written) -> written.forEach((hash, at) -> now.update(hash, session -> session.touchedAt(at))),
                now -> {
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
                (now, written) -> written.forEach(hash -> now.update(hash, Session::confirmed)),
                now -> {
                    // What is noted again changes nothing.
                });
    }

    /**
     * {@inheritDoc}
     *
     * <p>When the store failed, or knew of no such session, an entry of that id may be wrong all the same: an earlier
     * call may have committed after its caller was told that the store is unavailable. So it goes.
     */
    @Override
    public Optional<TokenHash> end(SessionId id, EndReason reason, Instant now) {
        return write(
                () -> store.end(id, reason, now),
                (entries, ended) -> ended.ifPresentOrElse(
                        hash -> ended(entries, id, hash, reason), () -> entries.forgetSession(id)),
                entries -> entries.forgetSession(id));
    }

    /**
     * Says that a session ended by which that token hash was current. While a rotation is between its commit and its
     * correction, the session may be here under an older token hash too.
     */
    private static void ended(Entries entries, SessionId id, TokenHash hash, EndReason reason) {
        entries.mark(hash, reason);
        entries.forgetSession(id);
    }

    @Override
    public List<TokenHash> endAll(PrincipalId principal, EndReason reason, Instant now) {
        return endMany(
                () -> store.endAll(principal, reason, now),
                reason,
                entries -> entries.forgetSessionsOf(principal, null));
    }

    @Override
    public List<TokenHash> endOthers(PrincipalId principal, SessionId kept, EndReason reason, Instant now) {
        return endMany(
                () -> store.endOthers(principal, kept, reason, now),
                reason,
                entries -> entries.forgetSessionsOf(principal, kept));
    }

    @Override
    public List<TokenHash> endSeries(SeriesId series, EndReason reason, Instant now) {
        return endMany(() -> store.endSeries(series, reason, now), reason, entries -> entries.forgetSessionsOf(series));
    }

    private List<TokenHash> endMany(
            Supplier<List<TokenHash>> ending, EndReason reason, Consumer<Entries> forgettingWhatMayHaveEnded) {
        return write(
                ending,
                (now, ended) -> {
                    ended.forEach(hash -> now.mark(hash, reason));
                    forgettingWhatMayHaveEnded.accept(now);
                },
                forgettingWhatMayHaveEnded);
    }

    /**
     * {@inheritDoc}
     *
     * <p>The token that was current is forgotten, also when the store failed: it may have committed. The successor is
     * found by the first look, which knows what activity the store kept.
     */
    @Override
    public boolean rotate(TokenHash current, TokenHash successor, Session updated, Instant predecessorUntil) {
        Consumer<Entries> forgetting = now -> {
            now.forget(current);
            now.forgetAbsence(successor);
        };
        return write(
                () -> store.rotate(current, successor, updated, predecessorUntil),
                (now, rotated) -> forgetting.accept(now),
                forgetting);
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

    @Override
    public int purge(Instant now, Instant lastSeenBy, Instant forgetEndedBefore, int limit) {
        // The store does not tell which rows: everything goes that it may have dealt with.
        Consumer<Entries> forgetting =
                entries -> entries.forgetAll(lookup -> !(lookup instanceof Lookup.Live(Session session))
                        || !now.isBefore(session.expiresAt())
                        || !session.lastSeenAt().isAfter(lastSeenBy));
        return write(
                () -> store.purge(now, lastSeenBy, forgetEndedBefore, limit),
                (entries, count) -> forgetting.accept(entries),
                forgetting);
    }

    /** Forgets everything: someone else changed the store. Whatever is being loaded meanwhile is not kept either. */
    public void clear() {
        entries = empty.get();
    }

    /** Sets right what others changed. */
    void apply(Collection<SessionChange> changes) {
        Entries now = entries;
        now.moveEpoch();
        for (SessionChange change : changes) {
            switch (change) {
                case SessionChange.Ended(TokenHash hash, EndReason reason) -> now.markKnown(hash, reason);
                case SessionChange.Outdated(TokenHash hash) -> now.forget(hash);
            }
        }
    }

    Lease lease() {
        return lease;
    }

    Entries entries() {
        return entries;
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
        return entries.size();
    }

    /** Options of {@link CachedSessionStore}. Not thread-safe. */
    public static final class Builder {
        private static final Duration SHORTEST_BOUND = Duration.ofMillis(250);
        private static final Duration LONGEST_BOUND = Duration.ofSeconds(10);

        private final SessionStore store;
        private long maximumSize = defaultSize();
        private @Nullable Duration bound;
        private InstantSource clock = () -> Instant.EPOCH;
        private LongSupplier nanos = System::nanoTime;
        private Ticker ticker = Ticker.systemTicker();
        private Transactions transactions = Transactions.eachWriteAlone();

        private Builder(SessionStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /**
         * How many sessions are kept, at least 1; some 550 bytes each. Default: {@link #defaultSize}. More sessions than
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
         * Several nodes write to the store, and a {@link NodeLoop} tells this cache of what the others do: it answers
         * only while that one holds a lease. Default: this process alone writes.
         *
         * @param bound how long the lease holds when it is not renewed, 250 ms to 10 s; a second is usual. So long, and a
         *     tenth more, an end waits for a node that is paused or cut off. A shorter one asks the store more often, and
         *     a longer one lets a node answer through longer pauses of the store
         * @param clock the time of day, which goes on while the machine is suspended
         * @throws IllegalArgumentException when the bound is out of its range
         */
        public Builder shared(Duration bound, InstantSource clock) {
            if (bound.compareTo(SHORTEST_BOUND) < 0 || bound.compareTo(LONGEST_BOUND) > 0) {
                throw new IllegalArgumentException("bound is 250 ms to 10 s, not " + bound);
            }
            this.bound = bound;
            this.clock = Objects.requireNonNull(clock, "clock");
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

        /** Time for forgetting what is not there, in nanoseconds. */
        Builder ticker(Ticker value) {
            this.ticker = value;
            return this;
        }

        /** Steady time for the lease, in nanoseconds. */
        Builder nanos(LongSupplier value) {
            this.nanos = value;
            return this;
        }

        private Lease lease() {
            return bound == null ? Lease.unbounded() : Lease.of(bound, nanos, clock);
        }

        /** Makes the cache. */
        public CachedSessionStore build() {
            return new CachedSessionStore(this);
        }
    }
}
