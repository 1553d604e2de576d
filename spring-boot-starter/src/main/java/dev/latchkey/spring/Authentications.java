package dev.latchkey.spring;

import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.store.StoreUnavailableException;
import dev.latchkey.http.guard.Access;
import dev.latchkey.servlet.LoggedInUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;

/**
 * Members in the words of Spring Security: what they may do, and what they proved when.
 *
 * @param authorities asked each time
 */
record Authentications(LatchkeyAuthorities authorities) {
    /** Empty for somebody who must not be here any more, whatever their session says. */
    Optional<LatchkeyAuthentication> of(Access.Member member) {
        LoggedInUser user = LoggedInUser.of(member.user());
        List<GrantedAuthority> all;
        try {
            all = new ArrayList<>(authorities.of(user));
        } catch (AuthenticationServiceException e) {
            throw new StoreUnavailableException("what " + LatchkeyAuthorities.class.getSimpleName() + " asks", e);
        } catch (AuthenticationException gone) {
            return Optional.empty();
        }
        // In a browser where nothing was proven, or that changed since, no factor counts: a step-up asks for it.
        if (member.standing() == Standing.CURRENT && member.session().isProven()) {
            for (Proof proof : member.session().proofs()) {
                Factor.of(proof.method()).ifPresent(factor -> all.add(factor.provenAt(proof.at())));
            }
        }
        return Optional.of(new LatchkeyAuthentication(user, member.isFresh(), all));
    }
}
