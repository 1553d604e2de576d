package dev.latchkey.memory;

import dev.latchkey.throttle.ThrottleDecision;
import dev.latchkey.throttle.ThrottleRule;
import dev.latchkey.throttle.ThrottleState;
import dev.latchkey.throttle.ThrottleStore;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link ThrottleStore} of one map under one lock. */
public final class MemoryThrottleStore implements ThrottleStore, Restorable {
    private final Map<String, ThrottleState> states = new HashMap<>();

    /** An empty store. */
    public MemoryThrottleStore() {}

    @Override
    public Runnable snapshot() {
        return Restorable.snapshot(states);
    }

    @Override
    public synchronized ThrottleDecision attempt(String key, ThrottleRule rule, Instant now) {
        ThrottleDecision decision = rule.decide(states.getOrDefault(key, ThrottleState.unspent(now)), now);
        if (decision instanceof ThrottleDecision.Admitted(ThrottleState state)) {
            states.put(key, state);
        }
        return decision;
    }

    @Override
    public synchronized void giveBack(String key) {
        states.computeIfPresent(
                key,
                (same, state) -> new ThrottleState(Math.max(0, state.count() - 1), state.countedAt(), state.openAt()));
    }

    @Override
    public synchronized void reset(String key) {
        states.remove(key);
    }

    @Override
    public synchronized int purge(Instant unusedSince, int limit) {
        List<String> unused = states.entrySet().stream()
                .filter(entry -> entry.getValue().openAt().isBefore(unusedSince))
                .map(Map.Entry::getKey)
                .limit(limit)
                .toList();
        unused.forEach(states::remove);
        return unused.size();
    }
}
