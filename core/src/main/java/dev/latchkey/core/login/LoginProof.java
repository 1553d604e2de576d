package dev.latchkey.core.login;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.ProofMethod;
import java.util.Objects;

/** How somebody who logs in proves who they are. A method that is added is one more of these. */
public sealed interface LoginProof {
    /** By a username and a password, which are checked here and guessed at no faster than the throttle allows. */
    record ByPassword(Username username, Password password) implements LoginProof {
        /** Refuses missing parts. */
        public ByPassword {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * The application around this proved it by itself, and answers for it: by an identity provider, a passkey, a link in a
     * mail. Nothing is checked here but that the user is there and not shut out; no guess is counted.
     *
     * @param principal who it is
     * @param method how it was proven, as the session keeps it
     */
    record ByApplication(PrincipalId principal, ProofMethod method) implements LoginProof {
        /** Refuses missing parts. */
        public ByApplication {
            Objects.requireNonNull(principal, "principal");
            Objects.requireNonNull(method, "method");
        }
    }
}
