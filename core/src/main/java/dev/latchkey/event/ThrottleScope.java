package dev.latchkey.event;

/** Which budget of guesses ran out. */
public enum ThrottleScope {
    /** That of a name, for browsers that never logged in with it. */
    ACCOUNT,
    /** That of one browser that did. */
    DEVICE,
    /** That of a network address. */
    ADDRESS,
    /** That of everyone together. */
    GLOBAL
}
