package dev.latchkey.core.event;

/** Which budget of guesses ran out. */
public enum ThrottleScope {
    /** That of a name, for browsers that never logged in with it. */
    ACCOUNT,
    /** That of one browser that did. */
    DEVICE,
    /** That of all browsers together that logged in with the name. */
    DEVICES,
    /** That of a user's sessions together, where the password is asked for again. */
    PRINCIPAL,
    /** That of one session, or of one remembered browser. */
    SESSION,
    /** That of a network address. */
    ADDRESS,
    /** That of the network around an address. */
    NETWORK,
    /** That of everyone together. */
    GLOBAL,
    /** Not guesses alone: how often anybody logs in with one name or from one address, rightly or not. */
    LOGINS
}
