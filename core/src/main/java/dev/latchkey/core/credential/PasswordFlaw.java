package dev.latchkey.core.credential;

/** Why a new password is refused. There are no composition rules on purpose (NIST SP 800-63B §3.1.1.2). */
public enum PasswordFlaw {
    /** Fewer code points than the minimum. */
    TOO_SHORT,
    /** Among the commonest passwords, which are guessed first. */
    TOO_COMMON,
    /** A short piece repeated, or letters or digits in a row. */
    TOO_REGULAR,
    /** Little is left of it when the username, the name and their parts are taken out. */
    LIKE_THE_NAME
}
