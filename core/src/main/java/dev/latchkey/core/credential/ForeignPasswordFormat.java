package dev.latchkey.core.credential;

/**
 * Verifies hashes that another product made, so that its users can move here without a new password. Only ever
 * verifies: whoever logs in gets a hash of today. Thread-safe.
 */
public interface ForeignPasswordFormat {
    /** Whether a hash looks like one of this format, by its prefix. Never throws. */
    boolean reads(PasswordHash hash);

    /**
     * Whether the password is right. Compares in constant time. Other products hash what was typed, so it is the raw
     * bytes ({@link Password#toRawUtf8}) that count. Never throws for a hash that is damaged or whose parameters are
     * beyond its bounds: it differs.
     */
    boolean matches(Password password, PasswordHash hash);

    /**
     * Whether a match means that this very password was meant, and not one that has a beginning in common with it or
     * differs where the format does not look. Only then may a hash of it take the place of that one: bcrypt sees 72
     * bytes, and hashing a slip behind them anew would lock the owner out. Never throws.
     */
    boolean tellsApart(Password password, PasswordHash hash);

    /** What verifying that hash costs, as {@link PasswordHasher#cost}. Never throws. */
    String cost(PasswordHash hash);
}
