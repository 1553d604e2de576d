package dev.latchkey.spring;

import dev.latchkey.Latchkey;

/** A bean of this kind changes what Latchkey is built of: rules, a clock, what browsers are told apart by. */
@FunctionalInterface
public interface LatchkeyCustomizer {
    /** Changes options; asked once, in the order of the beans, after every property was read. */
    void customize(Latchkey.Builder builder);
}
