package dev.latchkey.core.login;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import java.util.Objects;
import java.util.Set;

/**
 * A login of which the first proof is given and a second is wanted. There is no session yet, and the browser holds what it
 * held.
 *
 * @param principal who it is about
 * @param credentialEpoch which of their credentials the first proof was made with: it counts for nothing once that changed
 * @param first what was proven, and when
 * @param wanted which second proofs would do, any one of them; never empty
 */
public record PendingLogin(PrincipalId principal, int credentialEpoch, Proof first, Set<ProofMethod> wanted) {
    /** Copies the set. */
    public PendingLogin {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(first, "first");
        wanted = Set.copyOf(wanted);
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("a login is pending when a second proof is wanted");
        }
    }
}
