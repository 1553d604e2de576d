package dev.latchkey.login;

import dev.latchkey.credential.HashingBulkhead;
import dev.latchkey.credential.Password;
import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.PasswordHasher;
import dev.latchkey.credential.PasswordHasher.Verification;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.credential.Username;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.session.Sessions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Logs people in with a username and a password. Thread-safe.
 *
 * <p>Unknown, wrong and disabled cost the same work and get the same answer (ASVS 5.0 V6.3.8).
 */
public final class PasswordLogin {
    private final UserStore users;
    private final PasswordHasher hasher;
    private final HashingBulkhead bulkhead;
    private final Sessions sessions;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Brings the parts together. */
    public PasswordLogin(
            UserStore users,
            PasswordHasher hasher,
            HashingBulkhead bulkhead,
            Sessions sessions,
            InstantSource clock,
            AuthEventListener listener) {
        this.users = Objects.requireNonNull(users, "users");
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        this.bulkhead = Objects.requireNonNull(bulkhead, "bulkhead");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /**
     * Verifies the password and begins a session.
     *
     * @throws dev.latchkey.store.StoreUnavailableException when a store cannot answer; nobody was logged in then, or
     *     a session nobody holds the token of remains until it expires
     */
    public LoginOutcome attempt(Username username, Password password) {
        Optional<User> found = users.find(username);
        Optional<User> candidate = found.filter(user -> !user.isDisabled());
        PasswordHash hash = candidate.map(User::passwordHash).orElseGet(hasher::decoy);
        Optional<Verification> verification = bulkhead.run(() -> hasher.verify(password, hash));
        if (verification.isEmpty()) {
            return new LoginOutcome.Busy();
        }
        if (candidate.isEmpty() || verification.get() == Verification.DIFFERS) {
            return refused(found);
        }
        User user = candidate.get();
        if (verification.get() == Verification.MATCHES_BUT_OUTDATED) {
            user = rehash(user, password);
        }
        return begin(user);
    }

    /** Raises the stored hash to the current parameters, unless hashing is busy: the next login tries again. */
    private User rehash(User user, Password password) {
        return bulkhead.run(() -> hasher.hash(password))
                .filter(raised -> users.replacePasswordHash(user.id(), user.passwordHash(), raised))
                .map(user::withPasswordHash)
                .orElse(user);
    }

    private LoginOutcome begin(User user) {
        Sessions.Issued issued = sessions.issue(user.principal());
        // The user may have been disabled, or the password changed, while it was being verified. Whoever does that
        // changes the user first and then ends all sessions, so a session that begins in between is caught here, and
        // one that began earlier is caught there.
        if (users.find(user.id()).filter(user::hasSameCredential).isEmpty()) {
            sessions.revoke(user.id(), issued.session().id());
            return refused(Optional.of(user));
        }
        return new LoginOutcome.LoggedIn(issued.token(), issued.session());
    }

    private LoginOutcome refused(Optional<User> user) {
        listener.on(user.<AuthEvent>map(known -> new AuthEvent.LoginRefused(clock.instant(), known.id()))
                .orElseGet(() -> new AuthEvent.LoginRefusedForUnknownUser(clock.instant())));
        return new LoginOutcome.BadCredentials();
    }
}
