package dev.latchkey.core.memory;

import dev.latchkey.core.throttle.AttemptDecision;
import dev.latchkey.core.throttle.Budget;
import dev.latchkey.core.throttle.Charge;
import dev.latchkey.core.throttle.ThrottleState;
import dev.latchkey.core.throttle.ThrottleStore;
import java.time.Instant;
import java.util.Collection;
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
    public synchronized AttemptDecision attemptAll(List<Budget> budgets, Instant now) {
        List<ThrottleState> kept = budgets.stream()
                .map(budget -> states.getOrDefault(budget.key(), ThrottleState.unspent(now)))
                .toList();
        Charge charge = Charge.of(budgets, kept, now);
        for (int i = 0; i < budgets.size(); i++) {
            if (!charge.states().get(i).equals(kept.get(i))) {
                states.put(budgets.get(i).key(), charge.states().get(i));
            }
        }
        return charge.decision();
    }

    @Override
    public synchronized void settle(Collection<String> forgotten, Collection<String> givenBack) {
        forgotten.forEach(states::remove);
        givenBack.forEach(key -> states.computeIfPresent(
                key,
                (same, state) -> new ThrottleState(Math.max(0, state.count() - 1), state.countedAt(), state.openAt())));
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
