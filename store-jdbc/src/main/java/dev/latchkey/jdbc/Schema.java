package dev.latchkey.jdbc;

/** What is done about the tables before they are used. */
public enum Schema {
    /** Makes them, and takes those of an earlier release along. The account needs the right to make tables. The default. */
    MIGRATE,
    /** Refuses a database whose tables are not those of this release, and changes nothing: someone else runs the scripts. */
    VALIDATE,
    /** Does not look. */
    NONE
}
