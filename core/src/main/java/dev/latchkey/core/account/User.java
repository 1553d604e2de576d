package dev.latchkey.core.account;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Someone who may log in. Immutable; two are equal when all parts are. */
public final class User {
    private static final int MAX_NAME_LENGTH = 200;

    private final PrincipalId id;
    private final Username username;
    private final String name;
    private final @Nullable PasswordHash passwordHash;
    private final boolean isDisabled;
    private final int credentialEpoch;

    private User(
            PrincipalId id,
            Username username,
            String name,
            @Nullable PasswordHash passwordHash,
            boolean isDisabled,
            int credentialEpoch) {
        this.id = Objects.requireNonNull(id, "id");
        this.username = Objects.requireNonNull(username, "username");
        this.name = name;
        this.passwordHash = passwordHash;
        this.isDisabled = isDisabled;
        this.credentialEpoch = credentialEpoch;
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a name has 1 to 200 characters and no control characters");
        }
        if (credentialEpoch < 0) {
            throw new IllegalArgumentException("a credential epoch is 0 or more, not " + credentialEpoch);
        }
    }

    /**
     * A new user with a password.
     *
     * @param id stable for as long as the account lives
     * @param username unique among all users
     * @param name what to greet them by, 1 to 200 characters
     * @param passwordHash what their password is verified against
     * @param isDisabled whether an operator shut them out
     * @throws IllegalArgumentException when the name is blank, too long or holds control characters
     */
    public User(PrincipalId id, Username username, String name, PasswordHash passwordHash, boolean isDisabled) {
        this(id, username, name, Objects.requireNonNull(passwordHash, "passwordHash"), isDisabled, 0);
    }

    /**
     * A new user without a password: nobody logs in by one until it is set.
     *
     * @throws IllegalArgumentException when the name is blank, too long or holds control characters
     */
    public static User withoutPassword(PrincipalId id, Username username, String name) {
        return new User(id, username, name, null, false, 0);
    }

    /** Stable for as long as the account lives. */
    public PrincipalId id() {
        return id;
    }

    /** Unique among all users. */
    public Username username() {
        return username;
    }

    /** What to greet them by. */
    public String name() {
        return name;
    }

    /** What their password is verified against; empty when they have none. */
    public Optional<PasswordHash> passwordHash() {
        return Optional.ofNullable(passwordHash);
    }

    /** Whether an operator shut them out. */
    public boolean isDisabled() {
        return isDisabled;
    }

    /**
     * How often that was ended which had been proven before: by another password, or by shutting the user out. What must
     * die with a password carries it. Hashing the same password anew does not move it.
     */
    public int credentialEpoch() {
        return credentialEpoch;
    }

    /** What a session of this user carries. */
    public Principal principal() {
        return new Principal(id, username.value(), name);
    }

    /** The same user with another password hash. */
    public User withPasswordHash(PasswordHash replacement) {
        return new User(
                id, username, name, Objects.requireNonNull(replacement, "replacement"), isDisabled, credentialEpoch);
    }

    /** The same user, shut out or not. */
    public User withDisabled(boolean disabled) {
        return new User(id, username, name, passwordHash, disabled, credentialEpoch);
    }

    /**
     * The same user in another epoch.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public User withCredentialEpoch(int epoch) {
        return new User(id, username, name, passwordHash, isDisabled, epoch);
    }

    /** Whether what was proven for this user is still good for {@code now}: neither disabled since nor changed. */
    public boolean hasSameCredential(User now) {
        return isDisabled == now.isDisabled && credentialEpoch == now.credentialEpoch;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof User that
                && id.equals(that.id)
                && username.equals(that.username)
                && name.equals(that.name)
                && Objects.equals(passwordHash, that.passwordHash)
                && isDisabled == that.isDisabled
                && credentialEpoch == that.credentialEpoch;
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, username, name, passwordHash, isDisabled, credentialEpoch);
    }

    @Override
    public String toString() {
        return "User[" + id + ", " + username + ", epoch " + credentialEpoch + (isDisabled ? ", disabled]" : "]");
    }
}
