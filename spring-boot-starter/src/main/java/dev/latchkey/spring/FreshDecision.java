package dev.latchkey.spring;

import java.util.function.Supplier;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;

/** Whether a credential was proven recently, as an answer that tells itself from other refusals. */
final class FreshDecision extends AuthorizationDecision {
    private static final long serialVersionUID = 1L;

    private FreshDecision(boolean isGranted) {
        super(isGranted);
    }

    /** Asks that of whoever calls, whatever they call. */
    static <T> AuthorizationManager<T> manager() {
        return new AuthorizationManager<>() {
            @Override
            public AuthorizationResult authorize(Supplier<? extends Authentication> authentication, T called) {
                return new FreshDecision(
                        authentication.get() instanceof LatchkeyAuthentication known && known.isFresh());
            }
        };
    }
}
