package dev.latchkey.spring.test;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.servlet.LoggedInUser;
import dev.latchkey.spring.LatchkeyAuthentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.test.context.support.WithSecurityContextFactory;

/** Makes what the annotation says into what Spring Security knows of a request. */
final class LatchkeyUserContext implements WithSecurityContextFactory<WithLatchkeyUser> {
    @Override
    public SecurityContext createSecurityContext(WithLatchkeyUser who) {
        PrincipalId id = new PrincipalId(who.id().isEmpty() ? "u-" + who.value() : who.id());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new LatchkeyAuthentication(
                new LoggedInUser(id, who.value(), who.value()),
                who.fresh(),
                AuthorityUtils.createAuthorityList(who.authorities())));
        return context;
    }
}
