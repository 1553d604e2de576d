package dev.latchkey.core.account;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.store.StoreUnavailableException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Users of an application, as its directory finds them. A user that breaks a rule of ours is told in the log and is absent;
 * whatever else the directory throws means that it cannot answer, and nobody is logged out for that. Nobody is added, shut
 * out, deleted or listed here.
 */
final class DirectoryUsers implements UserStore {
    private static final System.Logger LOG = System.getLogger(DirectoryUsers.class.getName());

    private final UserDirectory directory;
    private final AtomicLong broken = new AtomicLong();

    DirectoryUsers(UserDirectory directory) {
        this.directory = directory;
    }

    @Override
    public Optional<User> find(Username username) {
        return found(() -> directory.find(username));
    }

    @Override
    public Optional<User> find(PrincipalId id) {
        return found(() -> directory.find(id));
    }

    private Optional<User> found(Supplier<Optional<User>> question) {
        return asked(() -> {
            try {
                return question.get();
            } catch (IllegalArgumentException rule) {
                tell(rule);
                return Optional.empty();
            }
        });
    }

    /** At the first, second, fourth, eighth … only: a browser that keeps asking must not fill the log. */
    private void tell(IllegalArgumentException rule) {
        long n = broken.incrementAndGet();
        if (Long.bitCount(n) == 1) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a user of the application breaks a rule and cannot log in; {0} so far: {1}",
                    n,
                    rule.getMessage());
        }
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) { // of any database
            throw new StoreUnavailableException("the directory of users cannot answer", e);
        }
    }

    @Override
    public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
        return asked(() -> directory.replacePasswordHash(id, expected, replacement));
    }

    /** Of two who change it at once, one does: the hash that was read is replaced, or nothing is. */
    @Override
    public boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password) {
        return find(id).filter(user -> user.credentialEpoch() == expectedEpoch)
                .flatMap(User::passwordHash)
                .filter(current -> replacePasswordHash(id, current, password))
                .isPresent();
    }

    @Override
    public boolean insert(User user) {
        return false;
    }

    @Override
    public boolean insertDistinct(User user, Skeleton skeleton) {
        return false;
    }

    @Override
    public List<Username> insertAll(List<User> users) {
        return users.stream().map(User::username).toList();
    }

    @Override
    public Optional<User> findBySkeleton(Skeleton skeleton) {
        return Optional.empty();
    }

    @Override
    public List<User> withoutSkeleton(String edition, int limit) {
        return List.of();
    }

    @Override
    public void noteSkeletons(Map<PrincipalId, Skeleton> skeletons) {}

    @Override
    public boolean setDisabled(PrincipalId id, boolean disabled) {
        return false;
    }

    @Override
    public boolean delete(PrincipalId id) {
        return false;
    }

    @Override
    public List<User> list(String afterUsername, int limit) {
        return List.of();
    }
}
