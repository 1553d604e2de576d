package dev.latchkey.core.throttle;

import dev.latchkey.core.credential.HashingBulkhead.Share;
import dev.latchkey.core.event.ThrottleScope;
import dev.latchkey.core.throttle.Budget.Force;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The budgets that one attempt is charged to, and what becomes of each when it succeeds. Not thread-safe. */
final class Charges {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private enum Kind {
        OWN,
        SHARED,
        PACE
    }

    private record Entry(Budget budget, ThrottleScope scope, Kind kind) {}

    /** Of who tries: success forgets it. */
    void own(String key, ThrottleRule rule, ThrottleScope scope) {
        add(key, rule, Force.REFUSES, scope, Kind.OWN);
    }

    /** Of many: success takes back what it took. */
    void shared(String key, ThrottleRule rule, Force force, ThrottleScope scope) {
        add(key, rule, force, scope, Kind.SHARED);
    }

    /** Of right and wrong alike. */
    void pace(String key, ThrottleRule rule, ThrottleScope scope) {
        pace(key, rule, Force.REFUSES, scope);
    }

    /** The same, where it may only count. */
    void pace(String key, ThrottleRule rule, Force force, ThrottleScope scope) {
        add(key, rule, force, scope, Kind.PACE);
    }

    private void add(String key, ThrottleRule rule, Force force, ThrottleScope scope, Kind kind) {
        entries.put(key, new Entry(new Budget(key, rule, force), scope, kind));
    }

    List<Budget> budgets() {
        return entries.values().stream().map(Entry::budget).toList();
    }

    ThrottleScope scope(String key) {
        return known(key).scope();
    }

    /** What was charged, for when it is known what became of it. */
    Attempt attempt(ThrottleStore store, Share share, List<String> charged) {
        return new Attempt(
                store, share, ofKind(Kind.OWN, charged), ofKind(Kind.SHARED, charged), ofKind(Kind.PACE, charged));
    }

    private List<String> ofKind(Kind kind, List<String> charged) {
        List<String> keys = new ArrayList<>();
        for (String key : charged) {
            if (known(key).kind() == kind) {
                keys.add(key);
            }
        }
        return keys;
    }

    private Entry known(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException("the store answered about a budget that it was not asked for");
        }
        return entry;
    }
}
