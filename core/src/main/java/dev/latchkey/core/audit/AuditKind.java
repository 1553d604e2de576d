package dev.latchkey.core.audit;

import java.util.Locale;

/** What an audit line tells of; each stands for one {@link dev.latchkey.core.event.AuthEvent}, but for the last. */
public enum AuditKind {
    /** A credential was proven and a session began. */
    LOGGED_IN,
    /** A credential was refused for a user who exists. */
    LOGIN_REFUSED,
    /** A credential was refused for a name that nobody has. */
    LOGIN_REFUSED_FOR_UNKNOWN_USER,
    /** Guesses came too fast; the detail names the budget. */
    THROTTLED,
    /** Someone ended their own session. */
    LOGGED_OUT,
    /** A credential was proven again. */
    REAUTHENTICATED,
    /** A credential was refused within a session. */
    REAUTHENTICATION_REFUSED,
    /** Many session tokens of no session came from one network; the count tells how many had when this was written. */
    UNKNOWN_SESSION_TOKENS,
    /** Sessions were ended for their owner; the count tells how many. */
    SESSIONS_REVOKED,
    /** The maximum pushed a session out. */
    SESSION_REPLACED,
    /** A session was seen in another browser and ended. */
    SESSION_PROTECTED,
    /** A browser asked to be remembered. */
    REMEMBER_ME_BEGAN,
    /** A remembered browser came back. */
    REMEMBERED,
    /** A remember-me cookie came from another kind of browser. */
    REMEMBER_ME_ELSEWHERE,
    /** A spent remember-me token came back; the count tells how many sessions ended. */
    REMEMBER_ME_STOLEN,
    /** Someone changed their password. */
    PASSWORD_CHANGED,
    /** Someone made an account for themselves. */
    REGISTERED,
    /** An operator added a user; the detail of this and of the next names the operator. */
    USER_ADDED,
    /** An operator brought a user in from another product. */
    USER_IMPORTED,
    /** An operator gave a user a new password. */
    PASSWORD_RESET,
    /** An operator shut a user out. */
    USER_DISABLED,
    /** An operator let a user in again. */
    USER_ENABLED,
    /** An operator deleted a user. */
    USER_DELETED,
    /** An operator gave the keys a new version. */
    KEYS_ROTATED,
    /** An operator had former versions of the keys forgotten; the count tells how many. */
    FORMER_KEYS_FORGOTTEN,
    /** An operator copied the database. */
    BACKED_UP,
    /** An operator put a copy in the place of the database. */
    RESTORED,
    /** Lines are missing here because the store did not keep up; the count tells how many. */
    LINES_LOST;

    /** Its name in commands and files: {@code logged-in}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Whether strangers can cause it as often as they like. Such lines are counted together, and they never take the
     * place of others.
     */
    boolean isCausedByStrangers() {
        return switch (this) {
            case LOGIN_REFUSED,
                    LOGIN_REFUSED_FOR_UNKNOWN_USER,
                    THROTTLED,
                    REAUTHENTICATION_REFUSED,
                    UNKNOWN_SESSION_TOKENS,
                    REMEMBER_ME_ELSEWHERE -> true;
            case LOGGED_IN,
                    LOGGED_OUT,
                    REAUTHENTICATED,
                    SESSIONS_REVOKED,
                    SESSION_REPLACED,
                    SESSION_PROTECTED,
                    REMEMBER_ME_BEGAN,
                    REMEMBERED,
                    REMEMBER_ME_STOLEN,
                    PASSWORD_CHANGED,
                    REGISTERED,
                    USER_ADDED,
                    USER_IMPORTED,
                    PASSWORD_RESET,
                    USER_DISABLED,
                    USER_ENABLED,
                    USER_DELETED,
                    KEYS_ROTATED,
                    FORMER_KEYS_FORGOTTEN,
                    BACKED_UP,
                    RESTORED,
                    LINES_LOST -> false;
        };
    }
}
