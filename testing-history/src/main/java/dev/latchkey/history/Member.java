package dev.latchkey.history;

import dev.latchkey.postgresql.SilentRelay;
import java.time.Duration;

/** A node of a {@link PostgresqlCluster}, and what can be done to it. */
public interface Member extends Node {
    /** What is between it and the database. */
    SilentRelay relay();

    /** Lets nothing in it go on, or everything. */
    void paused(boolean value);

    /** Lets its wall clock say so much more than it would, from now on. */
    void ahead(Duration value);

    /** Ends it without a word to the database, and its relay. */
    void kill();

    /** Whether it answers and relies on its memory. */
    boolean isReady();

    /** Ends it in order. */
    void close();
}
