package dev.latchkey.credential;

import dev.latchkey.principal.Principal;
import dev.latchkey.principal.PrincipalId;
import java.util.Objects;

/**
 * Someone who may log in.
 *
 * @param id stable for as long as the account lives
 * @param username unique among all users
 * @param name what to greet them by, 1 to 200 characters
 * @param passwordHash what their password is verified against
 * @param isDisabled whether an operator shut them out
 */
public record User(PrincipalId id, Username username, String name, PasswordHash passwordHash, boolean isDisabled) {
    private static final int MAX_NAME_LENGTH = 200;

    /**
     * Refuses missing parts.
     *
     * @throws IllegalArgumentException when the name is blank, too long or holds control characters
     */
    public User {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(username, "username");
        Objects.requireNonNull(passwordHash, "passwordHash");
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a name has 1 to 200 characters and no control characters");
        }
    }

    /** What a session of this user carries. */
    public Principal principal() {
        return new Principal(id, username.value(), name);
    }

    /** The same user with another password hash. */
    public User withPasswordHash(PasswordHash replacement) {
        return new User(id, username, name, replacement, isDisabled);
    }

    /** Whether what was proven for this user is still good for {@code now}: neither disabled since nor changed. */
    public boolean hasSameCredential(User now) {
        return isDisabled == now.isDisabled && passwordHash.equals(now.passwordHash);
    }
}
