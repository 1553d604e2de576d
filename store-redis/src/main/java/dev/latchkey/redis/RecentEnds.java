package dev.latchkey.redis;

import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.token.TokenHash;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What ended in the last ten minutes, as far as this node had a part in it or was told. A server that takes over may not
 * have heard of the last of it: until it is {@linkplain RedisSessionFeed told again}, this node does not believe that such
 * a session lives. Thread-safe.
 */
final class RecentEnds {
    private static final long KEPT_NANOS = Duration.ofMinutes(10).toNanos();

    private final LongSupplier nanos;
    private final Map<TokenHash, End> ends = new LinkedHashMap<>();

    /** None yet, by that clock in nanoseconds. */
    RecentEnds(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** That the session of a token ended. */
    record End(TokenHash hash, EndReason reason, Instant at, long noted) {}

    /** Keeps that those ended. */
    synchronized void note(List<TokenHash> hashes, EndReason reason, Instant at) {
        long now = nanos.getAsLong();
        hashes.forEach(hash -> ends.putIfAbsent(hash, new End(hash, reason, at, now)));
        // In the order in which they were noted.
        Iterator<End> oldest = ends.values().iterator();
        while (oldest.hasNext() && now - oldest.next().noted() > KEPT_NANOS) {
            oldest.remove();
        }
    }

    /** Forgets that one: it is of another session now, which can only be when its end was forgotten by the store too. */
    synchronized void forget(TokenHash hash) {
        ends.remove(hash);
    }

    /** Why that one ended. */
    synchronized Optional<EndReason> reason(TokenHash hash) {
        return Optional.ofNullable(ends.get(hash)).map(End::reason);
    }

    /** All of a group, the oldest first. */
    synchronized List<End> of(Group group) {
        return ends.values().stream()
                .filter(end -> Group.of(end.hash()).equals(group))
                .toList();
    }
}
