package dev.latchkey.core.remember;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import java.time.Instant;

/** Remembers nobody, whatever a browser brings. */
final class RememberNobody implements RememberMe {
    static final RememberMe INSTANCE = new RememberNobody();

    private RememberNobody() {}

    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public RememberGrant begin(PrincipalId principal, Client client) {
        throw new IllegalStateException("nobody is remembered here: ask isOn() first");
    }

    @Override
    public boolean recognises(RememberToken token) {
        return false;
    }

    @Override
    public RememberOutcome restore(RememberToken token, Client client, boolean lostIt) {
        return new RememberOutcome.Unknown();
    }

    @Override
    public RememberOutcome restore(RememberToken token, Client client, boolean lostIt, Instant now) {
        return new RememberOutcome.Unknown();
    }

    @Override
    public void noteUse(Session session, SessionToken token, Instant now) {
        // There is no series that it could confirm.
    }

    @Override
    public void flush() {
        // Nothing is noted.
    }

    @Override
    public void forget(RememberToken token) {
        // There is nothing to forget.
    }

    @Override
    public void endWith(Session ended, EndReason reason) {
        // There is no series to end.
    }

    @Override
    public void makeRoom(Sessions.Issued login) {
        // Sessions that were pushed out do not come back.
    }

    @Override
    public int revokeAll(PrincipalId principal) {
        return 0;
    }

    @Override
    public int revokeOthers(PrincipalId principal, Session kept) {
        return 0;
    }

    @Override
    public int purgeExpired(int limit) {
        return 0;
    }
}
