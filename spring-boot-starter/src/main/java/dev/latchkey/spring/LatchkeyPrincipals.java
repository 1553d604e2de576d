package dev.latchkey.spring;

import dev.latchkey.core.principal.PrincipalId;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/**
 * A bean of this kind says which user it is whom another way of Spring Security authenticated: an identity provider, a
 * passkey, a one-time token. It is asked once, when they log in. Without one the name counts, of those alone whose name is
 * one of ours: what an identity provider calls somebody is not.
 */
@FunctionalInterface
public interface LatchkeyPrincipals {
    /** Whom to log in; empty for nobody. They are in the users' store, or nobody is logged in. */
    Optional<PrincipalId> of(Authentication authentication);
}
