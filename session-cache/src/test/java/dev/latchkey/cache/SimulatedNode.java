package dev.latchkey.cache;

import dev.latchkey.core.session.SessionFeed;
import dev.latchkey.core.session.SessionFeed.Changes;
import dev.latchkey.core.session.SessionStore.Lookup;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A node of a simulation: the cache and the loop as they are, with clocks of its own; and with a part done wrong where a
 * mistake is planted in it.
 */
final class SimulatedNode {
    static final Duration BOUND = Duration.ofSeconds(1);

    private final SimulatedStore store;
    private final Set<Mistake> mistakes;
    private final Schedule schedule;
    private final NodeLoop loop;
    final CachedSessionStore cache;
    private SessionFeed.@Nullable Membership wrong;

    /** Its clocks run at so many percent of the speed of the store's. */
    SimulatedNode(SimulatedStore store, Schedule schedule, Set<Mistake> mistakes, int steadyPercent, int wallPercent) {
        this.store = store;
        this.mistakes = mistakes;
        this.schedule = schedule;
        LongSupplier nanos = () -> {
            long now = mistakes.contains(Mistake.NO_LEASE) ? 0 : store.nanos * steadyPercent / 100;
            schedule.step();
            return now;
        };
        this.cache = CachedSessionStore.builder(store)
                .maximumSize(16)
                .shared(
                        BOUND,
                        () -> mistakes.contains(Mistake.NO_LEASE)
                                ? Instant.EPOCH
                                : Instant.EPOCH.plusNanos(store.nanos * wallPercent / 100))
                .nanos(nanos)
                .build();
        this.loop = NodeLoop.builder(feed(), cache)
                .nanos(() -> store.nanos * steadyPercent / 100)
                .build();
    }

    private SessionFeed feed() {
        return mistakes.contains(Mistake.NO_MARGIN) ? node -> new WithoutMargin(store.join(node)) : store;
    }

    private record WithoutMargin(SessionFeed.Membership member) implements SessionFeed.Membership {
        @Override
        public void renew(Duration lease) {
            member.renew(BOUND);
        }

        @Override
        public Changes changes() {
            return member.changes();
        }

        @Override
        public void close() {
            member.close();
        }
    }

    void turn() {
        if (mistakes.contains(Mistake.LEASE_FROM_THE_END) || mistakes.contains(Mistake.CHANGES_BEFORE_RENEWAL)) {
            turnWrongly();
        } else {
            loop.turn();
        }
    }

    private void turnWrongly() {
        SessionFeed.Membership member = wrong;
        try {
            if (member == null) {
                member = store.join(loop.node());
                wrong = member;
                cache.clear();
            }
            Lease.Moment before = cache.lease().now();
            Duration told = BOUND.plus(BOUND.dividedBy(10));
            if (mistakes.contains(Mistake.CHANGES_BEFORE_RENEWAL)) {
                apply(member);
                member.renew(told);
                cache.lease().grantFrom(before);
            } else {
                member.renew(told);
                apply(member);
                cache.lease().grantFrom(cache.lease().now());
            }
        } catch (StoreUnavailableException e) {
            cache.lease().revoke();
            wrong = null;
            if (member != null) {
                member.close();
            }
        }
    }

    private void apply(SessionFeed.Membership member) {
        if (member.changes() instanceof Changes.Since(var changes)) {
            cache.apply(changes);
        }
    }

    Lookup find(TokenHash hash) {
        if (mistakes.contains(Mistake.ENTRY_BEFORE_LEASE)) {
            Lookup there = cache.entries().get(hash);
            schedule.step();
            return there != null && cache.lease().isHeld() ? there : cache.find(hash);
        }
        if (mistakes.contains(Mistake.NO_EPOCH)) {
            Entries entries = cache.entries();
            Lookup there = cache.lease().isHeld() ? entries.get(hash) : null;
            if (there != null) {
                return there;
            }
            Lookup found = store.find(hash);
            entries.publish(hash, found, entries.epoch());
            return found;
        }
        return cache.find(hash);
    }
}
