package dev.latchkey.core.login;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.credential.PasswordHash;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.throttle.Attempt;
import dev.latchkey.core.throttle.DeviceToken;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Lets people change their password, which ends what anybody else may have open (ASVS 5.0 V7.4.3). Thread-safe. */
public final class PasswordChange {
    private final PasswordProof proof;
    private final Sessions sessions;
    private final OwnSessions ownSessions;
    private final PasswordRules rules;

    /** Brings the parts together. */
    public PasswordChange(PasswordProof proof, Sessions sessions, OwnSessions ownSessions, PasswordRules rules) {
        this.proof = Objects.requireNonNull(proof, "proof");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.ownSessions = Objects.requireNonNull(ownSessions, "ownSessions");
        this.rules = Objects.requireNonNull(rules, "rules");
    }

    /** The rules for passwords, to be told beforehand. */
    public PasswordRules rules() {
        return rules;
    }

    /**
     * Verifies the current password and puts the new one in its place, in one transaction with the end of everything
     * else: when this throws, the current password holds and everybody is where they were, unless the store
     * {@linkplain dev.latchkey.core.store.StoreUnavailableException#mayHaveHappened() answered too late}.
     *
     * @param fresh that the session is fresh, see {@link dev.latchkey.core.freshness.Freshness}
     * @param token the token that the browser sent
     * @param address where it came from
     */
    public PasswordChangeOutcome attempt(
            Fresh fresh, SessionToken token, Password current, Password replacement, ClientAddress address) {
        Session session = fresh.session();
        Set<PasswordFlaw> flaws = rules.flaws(
                replacement, session.principal().username(), session.principal().name());
        if (!flaws.isEmpty()) {
            return new PasswordChangeOutcome.Refused(flaws);
        }
        return switch (proof.check(session, current, address)) {
            case PasswordProof.Result.Proven(User user, Attempt attempt) ->
                change(user, attempt, session, token, replacement);
            case PasswordProof.Result.Wrong() -> new PasswordChangeOutcome.WrongPassword();
            case PasswordProof.Result.Deferred(NotNow why) -> new PasswordChangeOutcome.Deferred(why);
        };
    }

    private PasswordChangeOutcome change(
            User user, Attempt attempt, Session session, SessionToken token, Password replacement) {
        Optional<PasswordHash> hash = proof.hash(replacement, attempt);
        if (hash.isEmpty()) {
            attempt.succeeded();
            return new PasswordChangeOutcome.Deferred(new NotNow.Busy());
        }
        return proof.transactions().together(() -> changeWhole(user, attempt, session, token, hash.get()));
    }

    private PasswordChangeOutcome changeWhole(
            User user, Attempt attempt, Session session, SessionToken token, PasswordHash hash) {
        attempt.succeeded();
        if (!proof.stillHolds(user)) {
            return new PasswordChangeOutcome.WrongPassword();
        }
        if (!isCurrent(token)) {
            return new PasswordChangeOutcome.Superseded();
        }
        if (!proof.users().setPassword(user.id(), user.credentialEpoch(), hash)) {
            return new PasswordChangeOutcome.WrongPassword();
        }
        // The user first, then the series, then the sessions: where these have no transaction in common, what begins in
        // between asks the user or the series again before it answers.
        ownSessions.endAllBut(session);
        proof.listener().on(new AuthEvent.PasswordChanged(proof.clock().instant(), user.id()));
        DeviceToken device = proof.recogniseAnew(
                proof.users().find(user.id()).orElseThrow(() -> new IllegalStateException("the user was deleted")));
        return sessions.rotateAtOnce(token, session.browser())
                .map(issued -> new PasswordChangeOutcome.Changed(issued.token(), issued.session(), device))
                .orElseGet(() -> new PasswordChangeOutcome.Changed(token, session, device));
    }

    /** Another tab may have rotated it while the passwords were hashed; the browser has the newer one then. */
    private boolean isCurrent(SessionToken token) {
        return sessions.peek(token) instanceof Resolution.Active(Session session, Standing standing)
                && standing == Standing.CURRENT;
    }
}
