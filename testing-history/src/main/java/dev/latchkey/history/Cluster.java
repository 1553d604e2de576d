package dev.latchkey.history;

import java.time.Duration;
import java.util.List;

/** Nodes on one database, and what can befall them. */
public interface Cluster extends AutoCloseable {
    /** What befalls a node, or all of them. */
    enum Fault {
        /** Its connections to the database end, and it gets no new ones. */
        CUT,
        /** Its connections stay, and no byte passes. */
        SILENT,
        /** Every byte to and from the database is late. */
        SLOW,
        /** Nothing in it goes on. */
        PAUSE,
        /** It ends without a word, and another one takes its place. */
        KILL,
        /** Its wall clock is set ahead, then back, and then right, by less than keeps a node from being ready. */
        CLOCK,
        /** The database crashes, and comes back. */
        DATABASE,
        /** The machine of the database is gone, and a standby takes its place that was late by then. */
        FAILOVER
    }

    /** Those that are there now; as many as ever, some in place of others. */
    List<Node> nodes();

    /** Lets that befall a node for so long, and waits until it is over. */
    void inflict(Fault fault, int node, Duration howLong);

    /** Whether that can befall them: a standby takes a place once. */
    boolean knows(Fault fault);

    /** Waits until all answer again and rely on their memory. */
    void awaitReady();

    @Override
    void close();
}
