package dev.latchkey.spring;

import dev.latchkey.LoginResult;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.http.guard.Access;
import dev.latchkey.servlet.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Tells Spring Security who came, as the filter before it found out, and makes a session of whom Spring Security logs in
 * by another way. Asks no store who came, so it may be asked at any time, once the answer is under way too.
 */
final class VisitContextRepository implements SecurityContextRepository {
    private static final SecurityContextHolderStrategy HOLDER = SecurityContextHolder.getContextHolderStrategy();

    private final Authentications authentications;
    private final LatchkeyPrincipals principals;

    VisitContextRepository(Authentications authentications, LatchkeyPrincipals principals) {
        this.authentications = authentications;
        this.principals = principals;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = HOLDER.createEmptyContext();
        if (containsContext(request) && Visit.of(request).access() instanceof Access.Member member) {
            authentications.of(member).ifPresent(context::setAuthentication);
        }
        return context;
    }

    /**
     * Begins a session for whom another way of logging in found, as Latchkey's own would: what the browser held ends. Who
     * is logged in by Latchkey has one, and who logs out is seen to by the handler for that.
     *
     * @throws org.springframework.security.core.AuthenticationException when it is no user, or one who is shut out
     */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        Authentication authentication = context.getAuthentication();
        if (authentication == null
                || !authentication.isAuthenticated()
                || authentication instanceof LatchkeyAuthentication
                || authentication instanceof AnonymousAuthenticationToken) {
            return;
        }
        PrincipalId user = principals.of(authentication).orElseThrow(VisitContextRepository::nobody);
        LoginResult result = Visit.of(request)
                .logIn(user, Factor.of(authentication).map(Factor::method).orElse(Factor.OTHER), false);
        if (!(result instanceof LoginResult.LoggedIn)) {
            throw nobody();
        }
    }

    private static DisabledException nobody() {
        return new DisabledException("nobody who may log in here");
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return request.getAttribute(Visit.class.getName()) instanceof Visit visit
                && visit.user().isPresent();
    }
}
