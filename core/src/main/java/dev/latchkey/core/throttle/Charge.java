package dev.latchkey.core.throttle;

import dev.latchkey.core.throttle.Budget.Force;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one attempt does to several budgets: a pure function, which a store applies to what it keeps.
 *
 * @param decision whether the attempt is admitted
 * @param states what is to be kept of each budget, in their order; equal to what was kept where nothing changes
 */
public record Charge(AttemptDecision decision, List<ThrottleState> states) {
    /** Copies the list. */
    public Charge {
        states = List.copyOf(states);
    }

    /**
     * Decides about one attempt at {@code now}: it is charged to all budgets that have something left, or to none when
     * one of them refuses. Of several that refuse, the one that opens last is told, and the first of those that open
     * together.
     *
     * @param kept what is kept of each budget, in their order; {@link ThrottleState#unspent} where nothing is
     */
    public static Charge of(List<Budget> budgets, List<ThrottleState> kept, Instant now) {
        List<ThrottleDecision> each = new ArrayList<>();
        for (int i = 0; i < budgets.size(); i++) {
            each.add(budgets.get(i).rule().decide(kept.get(i), now));
        }
        AttemptDecision.Refused refusal = null;
        for (int i = 0; i < budgets.size(); i++) {
            if (each.get(i) instanceof ThrottleDecision.Refused(ThrottleState state)
                    && isHeeded(i, budgets.get(i).force(), each)
                    && (refusal == null || state.openAt().isAfter(refusal.openAt()))) {
                refusal = new AttemptDecision.Refused(budgets.get(i).key(), state.openAt());
            }
        }
        return refusal == null ? admitted(budgets, each) : new Charge(refusal, unspent(each, kept));
    }

    private static boolean isHeeded(int index, Force force, List<ThrottleDecision> each) {
        return switch (force) {
            case REFUSES -> true;
            case REFUSES_WITH_THE_ONE_BEFORE -> index > 0 && each.get(index - 1) instanceof ThrottleDecision.Refused;
            case COUNTS -> false;
        };
    }

    private static Charge admitted(List<Budget> budgets, List<ThrottleDecision> each) {
        List<String> charged = new ArrayList<>();
        List<ThrottleState> states = new ArrayList<>();
        for (int i = 0; i < budgets.size(); i++) {
            states.add(each.get(i).state());
            if (each.get(i) instanceof ThrottleDecision.Admitted) {
                charged.add(budgets.get(i).key());
            }
        }
        return new Charge(new AttemptDecision.Admitted(charged), states);
    }

    /** Nothing is counted; but an instant that a clock since set right had put too far ahead is pulled back. */
    private static List<ThrottleState> unspent(List<ThrottleDecision> each, List<ThrottleState> kept) {
        List<ThrottleState> states = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            states.add(each.get(i) instanceof ThrottleDecision.Refused(ThrottleState state) ? state : kept.get(i));
        }
        return states;
    }
}
