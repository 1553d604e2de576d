package dev.latchkey.settings;

/** How the connection to a database is protected. */
public enum StoreTls {
    /** Encrypted, by a certificate of an authority that is trusted and of that very host. */
    VERIFIED,
    /** Encrypted, by any certificate: whoever is on the way can stand in for the database. */
    UNVERIFIED,
    /** Not at all. */
    NONE
}
