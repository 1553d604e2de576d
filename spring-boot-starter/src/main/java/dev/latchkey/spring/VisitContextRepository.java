package dev.latchkey.spring;

import dev.latchkey.core.session.Proof;
import dev.latchkey.core.session.ProofMethod;
import dev.latchkey.core.session.Standing;
import dev.latchkey.http.guard.Access;
import dev.latchkey.servlet.LoggedInUser;
import dev.latchkey.servlet.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Tells Spring Security who came, as the filter before it found out. Asks no store again, so it may be asked at any time,
 * once the answer is under way too.
 */
final class VisitContextRepository implements SecurityContextRepository {
    private static final SecurityContextHolderStrategy HOLDER = SecurityContextHolder.getContextHolderStrategy();

    private final LatchkeyAuthorities authorities;

    VisitContextRepository(LatchkeyAuthorities authorities) {
        this.authorities = authorities;
    }

    @Override
    @Deprecated
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return load(holder.getRequest());
    }

    private SecurityContext load(HttpServletRequest request) {
        SecurityContext context = HOLDER.createEmptyContext();
        if (containsContext(request) && Visit.of(request).access() instanceof Access.Member member) {
            context.setAuthentication(authentication(member));
        }
        return context;
    }

    private LatchkeyAuthentication authentication(Access.Member member) {
        LoggedInUser user = LoggedInUser.of(member.user());
        List<GrantedAuthority> all = new ArrayList<>(authorities.of(user));
        // In a browser where nothing was proven, or that changed since, no factor counts: a step-up asks for it.
        if (member.standing() == Standing.CURRENT && member.session().isProven()) {
            for (Proof proof : member.session().proofs()) {
                if (proof.method().equals(ProofMethod.PASSWORD)) {
                    all.add(FactorGrantedAuthority.withAuthority(FactorGrantedAuthority.PASSWORD_AUTHORITY)
                            .issuedAt(proof.at())
                            .build());
                }
            }
        }
        return new LatchkeyAuthentication(user, member.isFresh(), all);
    }

    /**
     * Keeps nothing: a login is the session that the filter found.
     *
     * @throws IllegalStateException when another way of logging in asks for one to be kept
     */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        Authentication authentication = context.getAuthentication();
        if (authentication != null
                && authentication.isAuthenticated()
                && !(authentication instanceof LatchkeyAuthentication)
                && !(authentication instanceof AnonymousAuthenticationToken)) {
            throw new IllegalStateException(authentication.getClass().getSimpleName()
                    + " would be forgotten with this request: Latchkey keeps the logins of POST /api/login alone."
                    + " Give what logs in this way a SecurityFilterChain of its own, without latchkey()");
        }
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return request.getAttribute(Visit.class.getName()) instanceof Visit visit
                && visit.user().isPresent();
    }
}
