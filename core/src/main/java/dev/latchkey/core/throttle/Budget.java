package dev.latchkey.core.throttle;

import java.util.Objects;

/**
 * One of the budgets that an attempt is charged to.
 *
 * @param key names what is kept of it; 1 to 80 visible ASCII characters
 * @param rule how it is spent
 * @param force what it means when it is spent
 */
public record Budget(String key, ThrottleRule rule, Force force) {
    /** Refuses missing parts. */
    public Budget {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(force, "force");
    }

    /** What it means that a budget is spent. */
    public enum Force {
        /** The attempt is refused. */
        REFUSES,
        /** The attempt is refused if the budget before it in the list is spent as well. */
        REFUSES_WITH_THE_ONE_BEFORE,
        /** Nothing: it is charged for as long as there is something left, for others to be refused by. */
        COUNTS
    }
}
