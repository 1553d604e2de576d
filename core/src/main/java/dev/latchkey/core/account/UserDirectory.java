package dev.latchkey.core.account;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.Optional;

/**
 * What logging in needs to know of users, wherever they are kept: an application that has a table of users plugs it in by
 * these three. Adding, shutting out and deleting users stays with the application; see {@link UserStore} for a store that
 * does that too.
 *
 * <p>Thread-safe. All throw {@link dev.latchkey.core.store.StoreUnavailableException} when the directory cannot answer.
 */
public interface UserDirectory {
    /**
     * The user of that name: stored under {@link Username#former()}, else under {@link Username#value()}. Empty when
     * there is none.
     */
    Optional<User> find(Username username);

    /** The user of that id. Empty when there is none. */
    Optional<User> find(PrincipalId id);

    /**
     * Puts a new hash of the same password in place of the expected one; the credential epoch stays. False, and nothing
     * changed, when the user is gone or has another hash by now: a rehash after login must not undo a password change
     * that overtook it.
     */
    boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement);
}
