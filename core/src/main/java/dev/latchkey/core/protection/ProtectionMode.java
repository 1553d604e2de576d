package dev.latchkey.core.protection;

/** What follows when something about the browser changed. */
public enum ProtectionMode {
    /** Nothing. */
    NONE,
    /** Requests that show the change are not fresh: what is sensitive asks for the password again. */
    BASIC,
    /** The session ends. */
    STRONG
}
