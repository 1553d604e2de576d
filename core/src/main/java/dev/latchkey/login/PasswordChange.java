package dev.latchkey.login;

import dev.latchkey.credential.Password;
import dev.latchkey.credential.PasswordHash;
import dev.latchkey.credential.User;
import dev.latchkey.event.AuthEvent;
import dev.latchkey.freshness.Privilege;
import dev.latchkey.registration.PasswordFlaw;
import dev.latchkey.registration.PasswordRules;
import dev.latchkey.session.Session;
import dev.latchkey.session.Sessions;
import dev.latchkey.throttle.Attempt;
import dev.latchkey.token.SessionToken;
import java.time.Duration;
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
     * Verifies the current password and puts the new one in its place.
     *
     * @param privilege that the session is fresh, see {@link dev.latchkey.freshness.Freshness}
     * @param token the token that the browser sent
     */
    public PasswordChangeOutcome attempt(
            Privilege.Granted privilege, SessionToken token, Password current, Password replacement) {
        Session session = privilege.session();
        Set<PasswordFlaw> flaws = rules.flaws(
                replacement, session.principal().username(), session.principal().name());
        if (!flaws.isEmpty()) {
            return new PasswordChangeOutcome.Refused(flaws);
        }
        return switch (proof.check(session, current)) {
            case PasswordProof.Result.Proven(User user, Attempt attempt) -> {
                attempt.succeeded();
                yield change(user, session, token, replacement);
            }
            case PasswordProof.Result.Wrong() -> new PasswordChangeOutcome.WrongPassword();
            case PasswordProof.Result.Throttled(Duration retryAfter) -> new PasswordChangeOutcome.Throttled(retryAfter);
            case PasswordProof.Result.Busy() -> new PasswordChangeOutcome.Busy();
        };
    }

    private PasswordChangeOutcome change(User user, Session session, SessionToken token, Password replacement) {
        Optional<PasswordHash> hash = proof.hash(replacement);
        if (hash.isEmpty()) {
            return new PasswordChangeOutcome.Busy();
        }
        if (!proof.users().replacePasswordHash(user.id(), user.passwordHash(), hash.get())) {
            return new PasswordChangeOutcome.WrongPassword();
        }
        // The user first, then the series, then the sessions: what begins in between asks the user or the series again
        // before it answers.
        ownSessions.endAllBut(session);
        proof.listener().on(new AuthEvent.PasswordChanged(proof.clock().instant(), user.id()));
        return sessions.rotate(token, session.browser())
                .map(issued -> new PasswordChangeOutcome.Changed(issued.token(), issued.session()))
                .orElseGet(() -> new PasswordChangeOutcome.Changed(token, session));
    }
}
