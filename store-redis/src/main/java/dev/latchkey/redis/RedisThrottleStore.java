package dev.latchkey.redis;

import dev.latchkey.core.throttle.AttemptDecision;
import dev.latchkey.core.throttle.Budget;
import dev.latchkey.core.throttle.Charge;
import dev.latchkey.core.throttle.ThrottleState;
import dev.latchkey.core.throttle.ThrottleStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Counted attempts. What an attempt does to budgets is computed here, as {@link Charge} does, and put in place of what
 * they were, unless one is something else by then. All lie in one slot, as an attempt counts in several or in none.
 */
final class RedisThrottleStore implements ThrottleStore {
    private final Calls calls;
    private final Unreadable unreadable = new Unreadable("budget");

    RedisThrottleStore(Calls calls) {
        this.calls = calls;
    }

    /** {@inheritDoc} Of many at once one gets through at a time, and the others look again. */
    @Override
    public AttemptDecision attemptAll(List<Budget> budgets, Instant now) {
        String[] keys = budgets.stream().map(Budget::key).toArray(String[]::new);
        while (true) {
            List<String> were = Answer.texts(calls.ask(Group.BUDGETS, Script.BUDGETS_FIND, keys));
            List<ThrottleState> kept =
                    were.stream().map(text -> state(text, now)).toList();
            Charge charge = Charge.of(budgets, kept, now);
            List<String> swap = new ArrayList<>();
            for (int i = 0; i < keys.length; i++) {
                ThrottleState state = charge.states().get(i);
                if (!state.equals(kept.get(i))) {
                    swap.addAll(List.of(keys[i], were.get(i), spell(state), Micros.of(state.openAt())));
                }
            }
            if (swap.isEmpty()
                    || calls.write(Group.BUDGETS, Script.BUDGETS_SWAP, swap).isDone()) {
                return charge.decision();
            }
        }
    }

    private static String spell(ThrottleState state) {
        return state.count() + " " + Micros.of(state.countedAt()) + " " + Micros.of(state.openAt());
    }

    private ThrottleState state(String text, Instant now) {
        return text.isEmpty()
                ? ThrottleState.unspent(now)
                : unreadable.or(() -> read(text)).orElse(ThrottleState.unspent(now));
    }

    private static ThrottleState read(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a budget has 3 parts, not " + parts.length);
        }
        return new ThrottleState(Integer.parseInt(parts[0]), Micros.instant(parts[1]), Micros.instant(parts[2]));
    }

    @Override
    public void settle(Collection<String> forgotten, Collection<String> givenBack) {
        List<String> arguments = new ArrayList<>();
        arguments.add(Integer.toString(forgotten.size()));
        arguments.addAll(forgotten);
        arguments.addAll(givenBack);
        calls.write(Group.BUDGETS, Script.BUDGETS_SETTLE, arguments);
    }

    @Override
    public int purge(Instant unusedSince, int limit) {
        List<String> arguments = List.of(Micros.of(unusedSince), Integer.toString(limit));
        return (int) Answer.number(
                calls.write(Group.BUDGETS, Script.BUDGETS_PURGE, arguments).result());
    }
}
