package dev.latchkey.history;

import dev.latchkey.postgresql.SilentRelay;

/** A node of a {@link PostgresqlCluster}, and what can be done to it. */
public interface Member extends Node {
    /** What is between it and the database. */
    SilentRelay relay();

    /** Lets nothing in it go on, or everything. */
    void paused(boolean value);

    /** Ends it without a word to the database, and its relay. */
    void kill();

    /** Whether it answers and relies on its memory. */
    boolean isReady();

    /** Ends it in order. */
    void close();
}
