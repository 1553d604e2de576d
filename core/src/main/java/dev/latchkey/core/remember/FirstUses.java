package dev.latchkey.core.remember;

import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.TokenHash;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * First uses of sessions that a series brought back, seen and not yet written: a session check must not wait for a
 * disk. What a crash takes from here is noted again by the next use. Thread-safe.
 */
final class FirstUses {
    /** Beyond this many the store is in trouble; what is not noted now is noted by the next use. */
    private static final int CAPACITY = 100_000;

    private static final int BATCH = 500;

    private final ConcurrentHashMap<SeriesId, FirstUse> unwritten = new ConcurrentHashMap<>();
    private final RememberMeStore store;
    private final Sessions sessions;
    private final Transactions transactions;

    FirstUses(RememberMeStore store, Sessions sessions, Transactions transactions) {
        this.store = store;
        this.sessions = sessions;
        this.transactions = transactions;
    }

    private record FirstUse(TokenHash session, Instant begunAt, Instant at) {}

    void note(SeriesId series, TokenHash session, Instant begunAt, Instant now) {
        if (unwritten.mappingCount() < CAPACITY) {
            FirstUse use = new FirstUse(session, begunAt, now);
            // The first use of the latest session: another generation may have begun since an earlier one was noted.
            unwritten.merge(series, use, (there, other) -> there.session().equals(session) ? there : other);
        }
    }

    /** Writes what was noted of one series, for who is about to judge it. */
    void write(SeriesId series) {
        FirstUse use = unwritten.get(series);
        if (use != null) {
            write(Map.of(series, use));
        }
    }

    void writeAll() {
        Iterator<Map.Entry<SeriesId, FirstUse>> entries = unwritten.entrySet().iterator();
        while (entries.hasNext()) {
            Map<SeriesId, FirstUse> batch = new HashMap<>();
            while (entries.hasNext() && batch.size() < BATCH) {
                Map.Entry<SeriesId, FirstUse> entry = entries.next();
                batch.put(entry.getKey(), entry.getValue());
            }
            write(batch);
        }
    }

    private void write(Map<SeriesId, FirstUse> batch) {
        transactions.together(() -> {
            // The series first: a session that is known to be confirmed is never noted again.
            batch.forEach((series, use) -> store.confirm(series, use.begunAt(), use.at()));
            sessions.confirm(batch.values().stream().map(FirstUse::session).toList());
        });
        batch.forEach(unwritten::remove);
    }
}
