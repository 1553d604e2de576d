package dev.latchkey.core.session;

import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Activity that was seen and not yet written. A request only notes it here; whoever calls {@link #flush} does the
 * writing, in batches, off the request's path.
 */
final class ActivityLog {
    private static final int BATCH = 500;

    /** Beyond this many unwritten sessions the store is in trouble; forgetting a minute harms less than the heap. */
    private static final int CAPACITY = 200_000;

    private final ConcurrentHashMap<TokenHash, Noted> unwritten = new ConcurrentHashMap<>();

    private record Noted(SessionId session, Instant at) {}

    void note(TokenHash hash, SessionId session, Instant now) {
        if (unwritten.mappingCount() < CAPACITY) {
            unwritten.merge(hash, new Noted(session, now), ActivityLog::later);
        }
    }

    /** Activity that the store may not know of yet. */
    Optional<Instant> latest(TokenHash hash) {
        return Optional.ofNullable(unwritten.get(hash)).map(Noted::at);
    }

    /** Writes what was noted. What the store does not take stays noted, for the next call. */
    void flush(SessionStore store) {
        flush(store, session -> true);
    }

    /** The same for some sessions: what others did is not written in their time. */
    void flush(SessionStore store, Set<SessionId> sessions) {
        flush(store, sessions::contains);
    }

    private void flush(SessionStore store, Predicate<SessionId> isWanted) {
        Iterator<Map.Entry<TokenHash, Noted>> entries = unwritten.entrySet().iterator();
        while (entries.hasNext()) {
            Map<TokenHash, Noted> batch = new HashMap<>();
            while (entries.hasNext() && batch.size() < BATCH) {
                Map.Entry<TokenHash, Noted> entry = entries.next();
                if (isWanted.test(entry.getValue().session())) {
                    batch.put(entry.getKey(), entry.getValue());
                }
            }
            if (!batch.isEmpty() && !isWritten(batch, store)) {
                return;
            }
        }
    }

    private boolean isWritten(Map<TokenHash, Noted> batch, SessionStore store) {
        Map<TokenHash, Instant> activity = new HashMap<>();
        batch.forEach((hash, noted) -> activity.put(hash, noted.at()));
        try {
            store.recordActivity(activity);
        } catch (StoreUnavailableException e) {
            return false;
        }
        batch.forEach(unwritten::remove);
        return true;
    }

    private static Noted later(Noted a, Noted b) {
        return a.at().isAfter(b.at()) ? a : b;
    }
}
