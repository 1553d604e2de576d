package dev.latchkey.core.login;

import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.Client;
import dev.latchkey.core.credential.Password;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Sessions;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.throttle.Attempt;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;
import java.util.Objects;
import java.util.Optional;

/** Lets people prove their password again within a session, which becomes fresh by it (RFC 9470 §3). Thread-safe. */
public final class Reauthentication {
    private final PasswordProof proof;
    private final Sessions sessions;
    private final SessionProtection protection;

    /** Brings the parts together. */
    public Reauthentication(PasswordProof proof, Sessions sessions, SessionProtection protection) {
        this.proof = Objects.requireNonNull(proof, "proof");
        this.sessions = Objects.requireNonNull(sessions, "sessions");
        this.protection = Objects.requireNonNull(protection, "protection");
    }

    /**
     * Verifies the password of who is logged in and rotates the token. From then on the session belongs to the browser
     * and network that {@code client} shows.
     *
     * @param visit what the token stands for in the hands of that client, see {@link Identification}
     * @param token the token that the browser sent
     */
    public ReauthenticationOutcome attempt(
            Resolution.Active visit, SessionToken token, Password password, Client client) {
        if (visit.standing() == Standing.PREDECESSOR) {
            return new ReauthenticationOutcome.Superseded();
        }
        return switch (proof.check(visit.session(), password, client.address())) {
            case PasswordProof.Result.Proven(User user, Attempt attempt) ->
                proof.transactions().together(() -> rotate(user, attempt, token, client));
            case PasswordProof.Result.Wrong() -> new ReauthenticationOutcome.WrongPassword();
            case PasswordProof.Result.Deferred(NotNow why) -> new ReauthenticationOutcome.Deferred(why);
        };
    }

    private ReauthenticationOutcome rotate(User user, Attempt attempt, SessionToken token, Client client) {
        attempt.succeeded();
        Optional<Sessions.Issued> rotated = sessions.rotate(token, protection.record(client));
        if (rotated.isEmpty()) {
            return new ReauthenticationOutcome.Superseded();
        }
        Session session = rotated.get().session();
        if (!proof.stillHolds(user)) {
            sessions.revoke(user.id(), session.id());
            return new ReauthenticationOutcome.WrongPassword();
        }
        return new ReauthenticationOutcome.Reauthenticated(rotated.get().token(), session);
    }
}
