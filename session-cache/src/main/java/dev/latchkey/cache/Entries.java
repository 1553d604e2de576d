package dev.latchkey.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a cache knows. Thread-safe.
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
 * <p>Whoever corrects what belongs to someone finds it by an index. An entry is in the index before its load looks at the
 * epoch, and a correction looks into the index after it moved the epoch: so it finds every entry whose load passed.
 */
final class Entries {
    private static final Duration ABSENT_KEPT = Duration.ofSeconds(30);

    /** Some 4 MiB while somebody guesses. */
    private static final long MAX_ABSENT = 32_768;

    private final AtomicLong epoch = new AtomicLong();

    /** What the store knows: live sessions, and those that ended since they were cached. */
    private final Cache<TokenHash, Lookup> known;

    /**
     * What the store does not know, apart and small: a forged cookie that is sent again and again costs one look,
     * and a flood of different ones pushes no live session out.
     */
    private final Cache<TokenHash, Lookup> absent;

    private final HashIndex byId;
    private final HashIndex byPrincipal;
    private final HashIndex bySeries;

    /** Nothing yet, of at most so many sessions, by that time in nanoseconds. */
    Entries(long maximumSize, Ticker ticker) {
        // Upkeep runs on whichever thread causes it: the common pool is the application's.
        this.known = Caffeine.newBuilder()
                .maximumSize(maximumSize)
                .executor(Runnable::run)
                .evictionListener((@Nullable TokenHash hash, @Nullable Lookup lookup, RemovalCause cause) -> {
                    if (hash != null && lookup != null) {
                        unindex(hash, lookup);
                    }
                })
                .build();
        this.absent = Caffeine.newBuilder()
                .maximumSize(MAX_ABSENT)
                .executor(Runnable::run)
                .ticker(ticker)
                .expireAfterWrite(ABSENT_KEPT)
                .build();
        this.byId = new HashIndex(maximumSize);
        this.byPrincipal = new HashIndex(maximumSize);
        this.bySeries = new HashIndex(maximumSize);
    }

    /** What is known of that token; null when that is nothing. */
    @Nullable
    Lookup get(TokenHash hash) {
        Lookup there = known.getIfPresent(hash);
        return there != null ? there : absent.getIfPresent(hash);
    }

    /** To be asked before the store is. */
    long epoch() {
        return epoch.get();
    }

    /** To be called when something is committed, and before what is known is corrected. */
    void moveEpoch() {
        epoch.incrementAndGet();
    }

    /** Keeps what the store said, if the epoch is still the one it was before the store was asked. */
    void publish(TokenHash hash, Lookup found, long expectedEpoch) {
        switch (found) {
            case Lookup.Live live -> publish(known, hash, found, expectedEpoch);
            case Lookup.Ended ended -> publish(known, hash, found, expectedEpoch);
            case Lookup.Absent() -> publish(absent, hash, found, expectedEpoch);
            case Lookup.Predecessor predecessor -> {
                // Good for seconds only, and shows a session that changes under another token hash: not kept.
            }
        }
    }

    private void publish(Cache<TokenHash, Lookup> cache, TokenHash hash, Lookup found, long expectedEpoch) {
        cache.asMap().compute(hash, (key, there) -> {
            // What is there already was published or corrected at a later epoch than what it could be replaced by.
            if (there != null) {
                return there;
            }
            index(hash, found);
            if (epoch.get() == expectedEpoch) {
                return found;
            }
            unindex(hash, found);
            return null;
        });
        // A purge walks over all entries, and may have passed by just before this one was there.
        if (epoch.get() != expectedEpoch) {
            cache.asMap().computeIfPresent(hash, (key, there) -> there.equals(found) ? dropped(hash, there) : there);
        }
    }

    /** Says that a session ended, whether or not that token was known. */
    void mark(TokenHash hash, EndReason reason) {
        Lookup ended = new Lookup.Ended(reason);
        known.asMap().compute(hash, (key, there) -> {
            if (there != null) {
                unindex(hash, there);
            }
            return ended;
        });
    }

    /** Says that a session ended, if that token is known: most ends elsewhere are of sessions that nobody uses here. */
    void markKnown(TokenHash hash, EndReason reason) {
        known.asMap().computeIfPresent(hash, (key, there) -> {
            unindex(hash, there);
            return new Lookup.Ended(reason);
        });
    }

    /** Changes a session that is known as live; its id, principal and series stay. */
    void update(TokenHash hash, UnaryOperator<Session> change) {
        known.asMap()
                .computeIfPresent(
                        hash,
                        (key, there) -> there instanceof Lookup.Live(Session session)
                                ? new Lookup.Live(change.apply(session))
                                : there);
    }

    /** Knows nothing of that token from now on. */
    void forget(TokenHash hash) {
        known.asMap().computeIfPresent(hash, (key, there) -> dropped(hash, there));
        absent.asMap().remove(hash);
    }

    /** Does not say of that token any more that there is none. */
    void forgetAbsence(TokenHash hash) {
        absent.asMap().remove(hash);
    }

    /** Knows nothing of that live session from now on, by whichever token. */
    void forgetSession(SessionId id) {
        forgetLive(byId, id, session -> session.id().equals(id));
    }

    /** Knows nothing of the live sessions of a principal from now on, but of that one. */
    void forgetSessionsOf(PrincipalId principal, @Nullable SessionId kept) {
        forgetLive(
                byPrincipal,
                principal,
                session -> session.principal().id().equals(principal)
                        && (kept == null || !session.id().equals(kept)));
    }

    /** Knows nothing of the live sessions of a series from now on. */
    void forgetSessionsOf(SeriesId series) {
        forgetLive(
                bySeries,
                series,
                session -> session.link().series().filter(series::equals).isPresent());
    }

    private void forgetLive(HashIndex index, Object owner, Predicate<Session> condition) {
        for (TokenHash hash : index.of(owner)) {
            forgetIf(hash, lookup -> lookup instanceof Lookup.Live(Session session) && condition.test(session));
        }
    }

    /** Knows nothing of what is like that from now on; walks over everything. */
    void forgetAll(Predicate<Lookup> condition) {
        known.asMap().forEach((hash, lookup) -> {
            if (condition.test(lookup)) {
                forgetIf(hash, condition);
            }
        });
    }

    private void forgetIf(TokenHash hash, Predicate<Lookup> condition) {
        ConcurrentMap<TokenHash, Lookup> map = known.asMap();
        map.computeIfPresent(hash, (key, there) -> condition.test(there) ? dropped(hash, there) : there);
    }

    private @Nullable Lookup dropped(TokenHash hash, Lookup there) {
        unindex(hash, there);
        return null;
    }

    private void index(TokenHash hash, Lookup lookup) {
        if (lookup instanceof Lookup.Live(Session session)) {
            byId.add(session.id(), hash);
            byPrincipal.add(session.principal().id(), hash);
            session.link().series().ifPresent(series -> bySeries.add(series, hash));
        }
    }

    private void unindex(TokenHash hash, Lookup lookup) {
        if (lookup instanceof Lookup.Live(Session session)) {
            byId.remove(session.id(), hash);
            byPrincipal.remove(session.principal().id(), hash);
            session.link().series().ifPresent(series -> bySeries.remove(series, hash));
        }
    }

    /** How many sessions are known, those included that ended since; an estimate while others write. */
    long size() {
        return known.estimatedSize();
    }
}
