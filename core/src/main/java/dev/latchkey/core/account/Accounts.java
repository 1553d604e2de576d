package dev.latchkey.core.account;

import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.event.AuthEventListener;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.store.Transactions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * What an operator does to a user who may be logged in: whoever is shut out, deleted or given another password is
 * logged out everywhere by the same call, and no remember-me series brings them back (ASVS 5.0 V7.4.2, V7.4.3).
 * Thread-safe; good in another process than the one that serves requests, on the same stores.
 *
 * <p>Each call is one transaction: when it throws, nothing was changed, unless the exception says that it
 * {@linkplain dev.latchkey.core.store.StoreUnavailableException#mayHaveHappened() may have happened}. Where the users are in
 * another database than the sessions, the user changes first and the sessions end then: a login that is under way asks
 * for the user again before it answers, so that one which began in between ends itself; after a failure call again, and
 * what there is ends.
 *
 * <p>Within a transaction of the caller's that is not yet committed, logins elsewhere go by what was before. So the
 * sessions end once more when it is.
 */
public final class Accounts {
    private final Transactions transactions;
    private final UserStore users;
    private final LoginEnder sessions;
    private final InstantSource clock;
    private final AuthEventListener listener;

    /** Brings the parts together; the transactions are those of the stores. */
    public Accounts(
            Transactions transactions,
            UserStore users,
            LoginEnder sessions,
            InstantSource clock,
            AuthEventListener listener) {
        this.transactions = Objects.requireNonNull(transactions, "transactions");
        this.users = Objects.requireNonNull(users, "users");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.listener = Objects.requireNonNull(listener, "listener").onceCommitted(transactions);
    }

    /** Shuts a user out. False when there is no such user. */
    public boolean disable(PrincipalId id) {
        return shutOut(id, () -> users.setDisabled(id, true), true, new AuthEvent.UserDisabled(clock.instant(), id));
    }

    /** Lets a user in again. False when there is no such user. */
    public boolean enable(PrincipalId id) {
        return transactions.together(() -> {
            boolean isThere = users.setDisabled(id, false);
            if (isThere) {
                listener.on(new AuthEvent.UserEnabled(clock.instant(), id));
            }
            return isThere;
        });
    }

    /** Deletes a user. False when there is no such user. */
    public boolean delete(PrincipalId id) {
        return shutOut(id, () -> users.delete(id), true, new AuthEvent.UserDeleted(clock.instant(), id));
    }

    /**
     * Gives a user another password, or their first.
     *
     * @param user as they were read; false, and nothing changed, when they are gone or had another password since: read
     *     them again
     */
    public boolean setPassword(User user, PasswordHash replacement) {
        return shutOut(
                user.id(),
                () -> users.setPassword(user.id(), user.credentialEpoch(), replacement),
                false,
                new AuthEvent.PasswordReset(clock.instant(), user.id()));
    }

    /**
     * Changes the user and ends everything of theirs.
     *
     * @param isMadeUpFor whether that ends also when there is nothing to change: where users and sessions have no
     *     transaction in common, this call makes up for one that failed half-way
     */
    private boolean shutOut(PrincipalId id, BooleanSupplier change, boolean isMadeUpFor, AuthEvent event) {
        boolean isWithinTheCallers = transactions.isUnderWay();
        return transactions.together(() -> {
            boolean isChanged = change.getAsBoolean();
            if (isChanged || isMadeUpFor) {
                sessions.endAll(id);
                if (isWithinTheCallers) {
                    transactions.afterCommit(() -> sessions.endAll(id));
                }
            }
            if (isChanged) {
                listener.on(event);
            }
            return isChanged;
        });
    }
}
