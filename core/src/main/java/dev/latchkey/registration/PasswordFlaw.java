package dev.latchkey.registration;

/** Why a new password is refused. There are no composition rules on purpose (NIST SP 800-63B §3.1.1.2). */
public enum PasswordFlaw {
    /** Fewer code points than the minimum. */
    TOO_SHORT,
    /** Among the commonest passwords, which are guessed first. */
    TOO_COMMON,
    /** A short piece repeated, or letters or digits in a row. */
    TOO_REGULAR,
    /** It is the username or the name, perhaps with a little around it. */
    LIKE_THE_NAME
}
