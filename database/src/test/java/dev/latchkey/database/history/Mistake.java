package dev.latchkey.database.history;

/** What a node may do wrong, each of which a history has to show. */
enum Mistake {
    /** Nothing. */
    NONE,
    /** It answers from its memory whether it has a lease or not. */
    NO_LEASE,
    /** A check looks into memory, and at the lease after that. */
    ENTRY_BEFORE_LEASE
}
