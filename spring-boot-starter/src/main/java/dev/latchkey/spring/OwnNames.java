package dev.latchkey.spring;

import dev.latchkey.core.account.User;
import dev.latchkey.core.account.UserStore;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.principal.Username;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * Takes a name for that of a user where the application itself looked it up, or sent it a token or a passkey. The name
 * that a stranger chose at an identity provider would open the account of whoever has it here.
 *
 * @param users those that there are
 */
record OwnNames(UserStore users) implements LatchkeyPrincipals {
    private static final Set<Factor> OF_ACCOUNTS_HERE =
            EnumSet.of(Factor.PASSWORD, Factor.WEBAUTHN, Factor.ONE_TIME_TOKEN, Factor.X509);

    @Override
    public Optional<PrincipalId> of(Authentication authentication) {
        if (!isOfAnAccountHere(authentication)) {
            throw new IllegalStateException(authentication.getClass().getSimpleName()
                    + " does not say which user it is: " + authentication.getName() + " is a name of somebody else's."
                    + " Declare a bean LatchkeyPrincipals that finds the user");
        }
        return Username.parse(authentication.getName()).flatMap(users::find).map(User::id);
    }

    private static boolean isOfAnAccountHere(Authentication authentication) {
        List<String> factors = authentication.getAuthorities().stream()
                .map(GrantedAuthority::getAuthority)
                .filter(authority -> authority != null && authority.startsWith("FACTOR_"))
                .toList();
        // Every one: the name may come from an identity provider, and a password from whoever was logged in before.
        return (authentication.getPrincipal() instanceof UserDetails || !factors.isEmpty())
                && factors.stream()
                        .allMatch(factor -> Factor.named(factor)
                                .filter(OF_ACCOUNTS_HERE::contains)
                                .isPresent());
    }
}
