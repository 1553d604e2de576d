package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.core.account.User;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * Logs people out, for an application that keeps its users itself: to be called when it gives somebody another password,
 * shuts them out or deletes them. Every browser of theirs is logged out, and none that is remembered comes back.
 *
 * <p>Within a transaction of Spring's it is done at once, and once more when that is committed: a login that went by the
 * old password meanwhile does not survive. Thread-safe.
 */
public final class LatchkeySessions {
    private static final boolean KNOWS_TRANSACTIONS = ClassUtils.isPresent(
            "org.springframework.transaction.support.TransactionSynchronizationManager",
            LatchkeySessions.class.getClassLoader());

    private final Latchkey latchkey;

    LatchkeySessions(Latchkey latchkey) {
        this.latchkey = latchkey;
    }

    /**
     * Logs out everybody of that name; nobody, when there is none: whoever is deleted is to be logged out before.
     *
     * @throws dev.latchkey.core.store.StoreUnavailableException when the store cannot answer: call again
     */
    public void endAll(String username) {
        Username.parse(username)
                .flatMap(latchkey.installation().stores().users()::find)
                .map(User::id)
                .ifPresent(this::endAll);
    }

    /** The same by the id, {@code LoggedInUser.id()}. */
    public void endAll(PrincipalId user) {
        int unused = latchkey.installation().ownSessions().endAll(user);
        if (KNOWS_TRANSACTIONS) {
            OnCommit.call(() -> latchkey.installation().ownSessions().endAll(user));
        }
    }

    /** A class of its own: an application need not have transactions. */
    private static final class OnCommit {
        static void call(Runnable work) {
            if (TransactionSynchronizationManager.isSynchronizationActive()) {
                TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        work.run();
                    }
                });
            }
        }
    }
}
