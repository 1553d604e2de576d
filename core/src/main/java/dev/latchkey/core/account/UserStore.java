package dev.latchkey.core.account;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps users. Thread-safe; every method is atomic and sees all that was acknowledged before it began, and throws
 * {@link dev.latchkey.core.store.StoreUnavailableException} when the store cannot answer.
 */
public interface UserStore extends UserDirectory {
    /**
     * The users of a directory as a store that adds, shuts out, deletes and lists nobody. A user of theirs that breaks a rule
     * (an {@link IllegalArgumentException} of the directory) is logged and absent; whatever else it throws is told as {@link
     * dev.latchkey.core.store.StoreUnavailableException}. Another password replaces the hash that was read.
     */
    static UserStore of(UserDirectory directory) {
        return directory instanceof UserStore store ? store : new DirectoryUsers(directory);
    }

    /** Adds a user. False, and nothing changed, when the id or the username is taken. */
    boolean insert(User user);

    /**
     * Adds a user together with what the username looks like. False, and nothing changed, when the id or the username is
     * taken, or somebody has an equal skeleton: of many at once with equal skeletons, one is added.
     */
    boolean insertDistinct(User user, Skeleton skeleton);

    /** A user whose skeleton is equal to that one. Empty when nobody's is. */
    Optional<User> findBySkeleton(Skeleton skeleton);

    /**
     * Some users without a skeleton, or with one of another edition; empty when there are none.
     *
     * @param limit 1 to 1000
     */
    List<User> withoutSkeleton(String edition, int limit);

    /** Puts skeletons in place of what was there, also when somebody else has an equal one. Users who are gone stay gone. */
    void noteSkeletons(Map<PrincipalId, Skeleton> skeletons);

    /**
     * Adds users, all of them or none.
     *
     * @return the usernames of those that could not be added because their id or username is taken, by a stored user or
     *     an earlier one of the list; empty when all were added, otherwise nothing changed
     */
    List<Username> insertAll(List<User> users);

    /**
     * Gives a user another password, or their first, and raises the credential epoch by one in the same step.
     *
     * @param expectedEpoch the epoch that the caller read; false, and nothing changed, when the user is gone or has
     *     another one by now: what was proven before does not count any more
     */
    boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password);

    /**
     * Shuts a user out, and raises the credential epoch by one in the same step, or lets them in again. False when there
     * is no such user.
     */
    boolean setDisabled(PrincipalId id, boolean disabled);

    /**
     * Deletes a user; the username is free again. False when there is no such user.
     */
    boolean delete(PrincipalId id);

    /**
     * Users in the order of their usernames, those after the given one.
     *
     * @param afterUsername the last username of the page before; an empty string for the first page
     * @param limit 1 to 1000
     */
    List<User> list(String afterUsername, int limit);
}
