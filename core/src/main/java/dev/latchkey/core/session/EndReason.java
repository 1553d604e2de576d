package dev.latchkey.core.session;

/** Why a session is no more. Kept for a while after the end, so that the person can be told. */
public enum EndReason {
    /** Its owner logged out, here or in another tab. */
    LOGGED_OUT,
    /** Ended from another device, by an operator, or by a password change. */
    REVOKED,
    /** A newer session of the same principal pushed it out. */
    REPLACED,
    /** While it lived, the remember-me series of its browser brought a browser back that did not have it. */
    RETURNED,
    /** Nobody used it for the idle timeout. */
    IDLE_EXPIRED,
    /** Its absolute timeout passed. */
    EXPIRED,
    /** Session protection saw another browser. */
    PROTECTED,
    /** A spent remember-me token came back. */
    STOLEN
}
