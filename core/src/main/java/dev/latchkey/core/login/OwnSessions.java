package dev.latchkey.core.login;

import dev.latchkey.core.account.LoginEnder;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.freshness.Owner;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.remember.RememberMe;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.store.Transactions;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.core.token.SessionToken;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Ends sessions together with the remember-me series of their browsers, for their owner or an operator: a session that
 * was ended must not come back by its series. Each call is one transaction. Thread-safe.
 */
public final class OwnSessions implements LoginEnder {
    private final Transactions transactions;
    private final Sessions sessions;
    private final RememberMe rememberMe;

    /** Brings the parts together; the transactions are those of the stores. */
    public OwnSessions(Transactions transactions, Sessions sessions, RememberMe rememberMe) {
        this.transactions = Objects.requireNonNull(transactions, "transactions");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.rememberMe = Objects.requireNonNull(rememberMe, "rememberMe");
    }

    /** The live sessions of who asks, latest activity first; theirs among them. */
    public List<Session> list(Owner owner) {
        return sessions.list(owner.session().principal().id());
    }

    /** Ends one session of who asks by its public name. False when they have none of that name. */
    public boolean end(Fresh fresh, SessionId id) {
        return transactions.together(() -> {
            Optional<Session> ended =
                    sessions.revoke(fresh.session().principal().id(), id);
            ended.ifPresent(session -> rememberMe.endWith(session, EndReason.REVOKED));
            return ended.isPresent();
        });
    }

    /** Ends all sessions and series of who asks but the browser's own. Tells how many sessions there were. */
    public int endOthers(Fresh fresh) {
        Session own = fresh.session();
        return transactions.together(() -> {
            rememberMe.revokeOthers(own.principal().id(), own);
            return sessions.revokeOthers(own.principal().id(), own.id());
        });
    }

    /** The same and the browser's own series, after a change of password. */
    void endAllBut(Session own) {
        PrincipalId principal = own.principal().id();
        transactions.together(() -> {
            rememberMe.revokeAll(principal);
            return sessions.revokeOthers(principal, own.id());
        });
    }

    /**
     * Ends all sessions and series of a principal, after an operator disabled or deleted the user or set a new password
     * for them. Tells how many sessions there were.
     */
    @Override
    public int endAll(PrincipalId principal) {
        return transactions.together(() -> {
            rememberMe.revokeAll(principal);
            return sessions.revokeAll(principal);
        });
    }

    /**
     * Logs a browser out: the sessions it holds end, and the series that they are linked to or that it holds.
     *
     * @param held the session tokens it sent, none or one
     * @param heldSeries the remember-me tokens it sent, none or one
     */
    public void logOut(List<SessionToken> held, List<RememberToken> heldSeries) {
        if (held.isEmpty() && heldSeries.isEmpty()) {
            return;
        }
        transactions.together(() -> {
            // The sessions first: the series would end them too, and nobody would hear of a logout.
            held.forEach(token ->
                    sessions.logOut(token).ifPresent(session -> rememberMe.endWith(session, EndReason.LOGGED_OUT)));
            heldSeries.forEach(rememberMe::forget);
        });
    }
}
