package dev.latchkey.login;

import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.User;
import dev.latchkey.credential.UserStore;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.event.AuthEventListener;
import dev.latchkey.principal.PrincipalId;
import java.time.InstantSource;
import java.util.Objects;

/**
 * What an operator does to a user who may be logged in: whoever is shut out, deleted or given another password is
 * logged out everywhere by the same call, and no remember-me series brings them back (ASVS 5.0 V7.4.2, V7.4.3).
 * Thread-safe; good in another process than the one that serves requests, on the same stores.
 *
 * <p>The user changes first and the sessions end then: a login that is under way asks for the user again before it
 * answers, so that one which began in between ends itself. When a store fails in between, call again: each call ends
 * what there is, also when the user was changed before.
 */
public final class Accounts {
    private final UserStore users;
    private final OwnSessions sessions;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Brings the parts together. */
    public Accounts(UserStore users, OwnSessions sessions, InstantSource clock, AuthEventListener listener) {
        this.users = Objects.requireNonNull(users, "users");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** Shuts a user out. False when there is no such user. */
    public boolean disable(PrincipalId id) {
        boolean isThere = users.setDisabled(id, true);
        sessions.endAll(id);
        if (isThere) {
            listener.on(new AuthEvent.UserDisabled(clock.instant(), id));
        }
        return isThere;
    }

    /** Lets a user in again. False when there is no such user. */
    public boolean enable(PrincipalId id) {
        boolean isThere = users.setDisabled(id, false);
        if (isThere) {
            listener.on(new AuthEvent.UserEnabled(clock.instant(), id));
        }
        return isThere;
    }

    /** Deletes a user. False when there is no such user. */
    public boolean delete(PrincipalId id) {
        boolean wasThere = users.delete(id);
        sessions.endAll(id);
        if (wasThere) {
            listener.on(new AuthEvent.UserDeleted(clock.instant(), id));
        }
        return wasThere;
    }

    /**
     * Gives a user another password.
     *
     * @param user as they were read; false, and nothing changed, when they changed since: read them again
     */
    public boolean setPassword(User user, PasswordHash replacement) {
        if (!users.replacePasswordHash(user.id(), user.passwordHash(), replacement)) {
            return false;
        }
        sessions.endAll(user.id());
        listener.on(new AuthEvent.PasswordReset(clock.instant(), user.id()));
        return true;
    }
}
