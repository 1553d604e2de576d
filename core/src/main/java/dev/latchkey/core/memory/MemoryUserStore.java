package dev.latchkey.core.memory;

import dev.latchkey.core.account.Skeleton;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link UserStore} of one map under one lock. */
public final class MemoryUserStore implements UserStore, Restorable {
    private final Map<PrincipalId, User> users = new LinkedHashMap<>();
    private final Map<String, PrincipalId> ids = new HashMap<>();
    private final Map<PrincipalId, Skeleton> skeletons = new LinkedHashMap<>();

    /** An empty store. */
    public MemoryUserStore() {}

    @Override
    public Runnable snapshot() {
        return Restorable.all(Restorable.snapshot(users), Restorable.snapshot(ids), Restorable.snapshot(skeletons));
    }

    @Override
    public synchronized boolean insert(User user) {
        if (users.containsKey(user.id()) || find(user.username()).isPresent()) {
            return false;
        }
        users.put(user.id(), user);
        ids.put(user.username().value(), user.id());
        return true;
    }

    @Override
    public synchronized boolean insertDistinct(User user, Skeleton skeleton) {
        if (skeletons.containsValue(skeleton) || !insert(user)) {
            return false;
        }
        skeletons.put(user.id(), skeleton);
        return true;
    }

    @Override
    public synchronized Optional<User> findBySkeleton(Skeleton skeleton) {
        return users.values().stream()
                .filter(user -> skeleton.equals(skeletons.get(user.id())))
                .findFirst();
    }

    @Override
    public synchronized List<User> withoutSkeleton(String edition, int limit) {
        return users.values().stream()
                .filter(user -> !Optional.ofNullable(skeletons.get(user.id()))
                        .map(Skeleton::edition)
                        .equals(Optional.of(edition)))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void noteSkeletons(Map<PrincipalId, Skeleton> noted) {
        noted.forEach((id, skeleton) -> find(id).ifPresent(user -> skeletons.put(id, skeleton)));
    }

    @Override
    public synchronized List<Username> insertAll(List<User> added) {
        Runnable undo = snapshot();
        List<Username> taken =
                added.stream().filter(user -> !insert(user)).map(User::username).toList();
        if (!taken.isEmpty()) {
            undo.run();
        }
        return taken;
    }

    @Override
    public synchronized Optional<User> find(Username username) {
        return findStored(username.former()).or(() -> findStored(username.value()));
    }

    private Optional<User> findStored(String value) {
        return Optional.ofNullable(ids.get(value)).map(users::get);
    }

    @Override
    public synchronized Optional<User> find(PrincipalId id) {
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public synchronized boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
        return find(id).filter(user -> user.passwordHash().equals(Optional.of(expected)))
                .map(user -> users.replace(id, user.withPasswordHash(replacement)))
                .isPresent();
    }

    @Override
    public synchronized boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password) {
        return find(id).filter(user -> user.credentialEpoch() == expectedEpoch)
                .map(user -> users.replace(id, user.withPasswordHash(password).withCredentialEpoch(expectedEpoch + 1)))
                .isPresent();
    }

    @Override
    public synchronized boolean setDisabled(PrincipalId id, boolean disabled) {
        return find(id).map(user -> users.replace(
                        id,
                        user.withDisabled(disabled).withCredentialEpoch(user.credentialEpoch() + (disabled ? 1 : 0))))
                .isPresent();
    }

    @Override
    public synchronized boolean delete(PrincipalId id) {
        skeletons.remove(id);
        User user = users.remove(id);
        return user != null && ids.remove(user.username().value(), id);
    }

    @Override
    public synchronized List<User> list(String afterUsername, int limit) {
        return users.values().stream()
                .filter(user -> user.username().value().compareTo(afterUsername) > 0)
                .sorted(Comparator.comparing(user -> user.username().value()))
                .limit(limit)
                .toList();
    }
}
