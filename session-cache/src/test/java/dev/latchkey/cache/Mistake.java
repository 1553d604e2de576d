package dev.latchkey.cache;

/** A mistake that one could make, each of which answers for a session whose end was acknowledged. */
enum Mistake {
    /** A cache answers for ever. */
    NO_LEASE,
    /** A check looks at its entry, and at the lease after that. */
    ENTRY_BEFORE_LEASE,
    /** The lease begins when the changes were applied, and not when the store was told of it. */
    LEASE_FROM_THE_END,
    /** What was loaded is kept, whatever was applied meanwhile. */
    NO_EPOCH,
    /** The node looks for changes, and then tells the store of its lease. */
    CHANGES_BEFORE_RENEWAL,
    /** The store is told of a lease no longer than the node's own, whose clock may be slow. */
    NO_MARGIN,
    /** A node asks for changes with higher numbers than it has seen. */
    FEED_BY_NUMBER,
    /** An end is acknowledged when it is committed. */
    ACKNOWLEDGED_AT_ONCE
}
