package dev.latchkey.core.account;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordHasher;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.token.Tokens;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What an operator does with users, from the command line or at a first start. Whoever is shut out or gets a new
 * password is logged out everywhere, by the same call and in the same transaction.
 */
public final class Users {
    /** Letters and digits that nobody mistakes for one another; 32 of them, so each carries 5 bits. */
    private static final String PASSWORD_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int PASSWORD_GROUPS = 5;
    private static final int PASSWORD_GROUP_LENGTH = 4;

    private final UserStore users;
    private final DistinctNames names;
    private final Accounts accounts;
    private final PasswordHasher hasher;
    private final Tokens tokens;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Works on that store and, for whoever may be logged in, through those accounts. */
    public Users(
            UserStore users,
            DistinctNames names,
            Accounts accounts,
            PasswordHasher hasher,
            Tokens tokens,
            InstantSource clock,
            AuthEventListener listener) {
        this.users = users;
        this.names = names;
        this.accounts = accounts;
        this.hasher = hasher;
        this.tokens = tokens;
        this.clock = clock;
        this.listener = listener;
    }

    /** A user that was made, with the password that is shown once. */
    public record Added(Username username, String password) {
        @Override
        public String toString() {
            return "Added[" + username + "]";
        }
    }

    /** Any user; empty on a first start. */
    public Optional<User> first() {
        return users.list("", 1).stream().findFirst();
    }

    /** The user of that name. */
    public Optional<User> find(Username username) {
        return users.find(username);
    }

    /** The user of that id. */
    public Optional<User> find(PrincipalId id) {
        return users.find(id);
    }

    /** Users in the order of their names, those after the given one, at most 500. */
    public List<User> listAfter(String username) {
        return users.list(username, 500);
    }

    /** Adds a user. False when the username is taken, or looks like one that is. */
    public boolean add(Username username, String name, Password password) {
        User user = user(username, name, password);
        return told(user, names.insert(user));
    }

    /** Adds a user, whomever the username looks like. False when it is taken. */
    public boolean addLookalike(Username username, String name, Password password) {
        User user = user(username, name, password);
        return told(user, users.insert(user));
    }

    private boolean told(User user, boolean isAdded) {
        if (isAdded) {
            listener.on(new AuthEvent.UserAdded(clock.instant(), user.id()));
        }
        return isAdded;
    }

    /** Who has that username, or one that looks like it. */
    public Optional<User> lookalike(Username username) {
        return names.lookalike(username);
    }

    private User user(Username username, String name, Password password) {
        PrincipalId id = new PrincipalId(tokens.newOpaqueId());
        return new User(id, username, name, hasher.hash(password), false);
    }

    /**
     * Adds a user with a password that nobody could guess. For a first start, which has nobody to be taken for and loads
     * no data about it.
     *
     * @throws IllegalArgumentException when the username is unfit or taken
     */
    public Added addWithGeneratedPassword(String typedUsername, String name) {
        Username username = Username.parse(typedUsername).orElseThrow(IllegalArgumentException::new);
        String typed = generatePassword();
        if (!addLookalike(username, name, Password.parse(typed).orElseThrow())) {
            throw new IllegalArgumentException("the username is taken: " + username);
        }
        return new Added(username, typed);
    }

    /** 100 random bits in groups that can be read aloud. */
    private String generatePassword() {
        byte[] random = tokens.newSecret(PASSWORD_GROUPS * PASSWORD_GROUP_LENGTH);
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < random.length; i++) {
            password.append(i > 0 && i % PASSWORD_GROUP_LENGTH == 0 ? "-" : "");
            password.append(PASSWORD_ALPHABET.charAt(random[i] & 31));
        }
        return password.toString();
    }

    /** Gives a user a new password and logs them out everywhere. False when they changed meanwhile: try again. */
    public boolean setPassword(User user, Password password) {
        return accounts.setPassword(user, hasher.hash(password));
    }

    /** Shuts a user out and logs them out everywhere, or lets them in again. False when they are gone. */
    public boolean setDisabled(User user, boolean disabled) {
        return disabled ? accounts.disable(user.id()) : accounts.enable(user.id());
    }

    /** Deletes a user and logs them out everywhere. False when they are gone already. */
    public boolean delete(User user) {
        return accounts.delete(user.id());
    }
}
