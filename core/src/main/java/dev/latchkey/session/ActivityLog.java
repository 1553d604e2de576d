package dev.latchkey.session;

import dev.latchkey.store.StoreUnavailableException;
import dev.latchkey.token.TokenHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Activity that was seen and not yet written. A request only notes it here; whoever calls {@link #flush} does the
 * writing, in batches, off the request's path.
 */
final class ActivityLog {
    private static final int BATCH = 500;

    /** Beyond this many unwritten sessions the store is in trouble; forgetting a minute harms less than the heap. */
    private static final int CAPACITY = 200_000;

    private final ConcurrentHashMap<TokenHash, Instant> unwritten = new ConcurrentHashMap<>();

    void note(TokenHash hash, Instant now) {
        if (unwritten.mappingCount() < CAPACITY) {
            unwritten.merge(hash, now, ActivityLog::later);
        }
    }

    /** Activity that the store may not know of yet. */
    Optional<Instant> latest(TokenHash hash) {
        return Optional.ofNullable(unwritten.get(hash));
    }

    /** Writes what was noted. What the store does not take stays noted, for the next call. */
    void flush(SessionStore store) {
        Iterator<Map.Entry<TokenHash, Instant>> entries = unwritten.entrySet().iterator();
        while (entries.hasNext()) {
            Map<TokenHash, Instant> batch = new HashMap<>();
            while (entries.hasNext() && batch.size() < BATCH) {
                Map.Entry<TokenHash, Instant> entry = entries.next();
                batch.put(entry.getKey(), entry.getValue());
            }
            try {
                store.recordActivity(batch);
            } catch (StoreUnavailableException e) {
                return;
            }
            batch.forEach(unwritten::remove);
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
