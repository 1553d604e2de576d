package dev.latchkey.spring;

import dev.latchkey.core.account.Skeleton;
import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.store.StoreUnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsPasswordService;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;

/**
 * The users of an application, as its {@link UserDetailsService} finds them. Nobody is added, changed or listed here but
 * by a new password: that is the application's to do. What it keeps of a user has no count of changes, so the epoch is made
 * of the password's hash: another password ends what was remembered by the one before.
 */
final class UserDetailsUsers implements UserStore {
    private static final Logger LOG = LoggerFactory.getLogger("latchkey.spring");

    private final UserDetailsService service;
    private final Supplier<Optional<UserDetailsPasswordService>> passwords;

    UserDetailsUsers(UserDetailsService service, Supplier<Optional<UserDetailsPasswordService>> passwords) {
        this.service = service;
        this.passwords = passwords;
    }

    /** What the service knows of whoever has that id. */
    Optional<UserDetails> details(PrincipalId id) {
        return UserIds.name(id).flatMap(this::load);
    }

    private Optional<UserDetails> load(String name) {
        try {
            return Optional.of(service.loadUserByUsername(name));
        } catch (UsernameNotFoundException nobody) {
            return Optional.empty();
        } catch (
                RuntimeException e) { // of any database: it cannot be told who this is, and nobody is logged out for it
            throw new StoreUnavailableException("the UserDetailsService", e);
        }
    }

    @Override
    public Optional<User> find(Username username) {
        return load(username.value())
                .or(() -> username.former().equals(username.value()) ? Optional.empty() : load(username.former()))
                .flatMap(UserDetailsUsers::user);
    }

    @Override
    public Optional<User> find(PrincipalId id) {
        return details(id).flatMap(UserDetailsUsers::user);
    }

    private static Optional<User> user(UserDetails details) {
        Optional<PrincipalId> id = UserIds.of(details.getUsername());
        Optional<Username> username = Username.parse(details.getUsername());
        if (id.isEmpty() || username.isEmpty()) {
            LOG.warn("the UserDetailsService has a user whose name is too long or holds unprintable characters:"
                    + " they cannot log in");
            return Optional.empty();
        }
        String password = Optional.ofNullable(details.getPassword()).orElse("");
        User user = password.isEmpty()
                ? User.withoutPassword(id.get(), username.get(), details.getUsername())
                : new User(id.get(), username.get(), details.getUsername(), new PasswordHash(password), false);
        return Optional.of(user.withDisabled(!mayLogIn(details)).withCredentialEpoch(epoch(password)));
    }

    /** Whether all that Spring Security asks before a login holds. */
    static boolean mayLogIn(UserDetails details) {
        return details.isEnabled()
                && details.isAccountNonLocked()
                && details.isAccountNonExpired()
                && details.isCredentialsNonExpired();
    }

    private static int epoch(String password) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getInt() & Integer.MAX_VALUE;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when the application has nothing that changes passwords
     */
    @Override
    public boolean setPassword(PrincipalId id, int expectedEpoch, PasswordHash password) {
        UserDetailsPasswordService writer = passwords
                .get()
                .orElseThrow(() -> new IllegalStateException("a user changes their password, and nothing keeps the new"
                        + " one: declare a bean UserDetailsPasswordService"));
        Optional<UserDetails> found = details(id);
        if (found.flatMap(UserDetailsUsers::user)
                .filter(user -> user.credentialEpoch() == expectedEpoch)
                .isEmpty()) {
            return false;
        }
        try {
            writer.updatePassword(found.get(), password.phc());
        } catch (RuntimeException e) { // as above
            throw new StoreUnavailableException("the UserDetailsPasswordService", e);
        }
        return true;
    }

    /** Never: it would move the epoch, and with it log out every remembered browser at its owner's next login. */
    @Override
    public boolean replacePasswordHash(PrincipalId id, PasswordHash expected, PasswordHash replacement) {
        return false;
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
    public List<Username> insertAll(List<User> users) {
        return users.stream().map(User::username).toList();
    }

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
