package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.servlet.Visit;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.authorization.FactorAuthorizationDecision;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.access.AccessDeniedHandlerImpl;

/** Answers what Spring Security refuses in the words of the API, which the client knows what to do about. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {
    private final Latchkey latchkey;
    private final Authentications authentications;
    private final AccessDeniedHandler forbidden = new AccessDeniedHandlerImpl();

    Refusals(Latchkey latchkey, Authentications authentications) {
        this.latchkey = latchkey;
        this.authentications = authentications;
    }

    /** 401 with code and reason. Who must not be here any more is logged out everywhere, and told so. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        Visit visit = Visit.of(request);
        if (visit.lacks(Need.MEMBER, response)) {
            return;
        }
        if (visit.access() instanceof Access.Member member
                && authentications.of(member).isEmpty()) {
            latchkey.installation().ownSessions().endAll(member.user().id());
            visit.answer(latchkey.guard().answers().refuse(Problem.of(Reason.of(EndReason.REVOKED))), response);
        } else {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        }
    }

    /** 403: {@code reauthentication_required} where a proof is missing or too old, else that of Spring Boot. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException, ServletException {
        if (asksForProof(reason) && Visit.of(request).access() instanceof Access.Member member) {
            Visit.of(request).answer(latchkey.guard().askForProof(member), response);
        } else {
            forbidden.handle(request, response, reason);
        }
    }

    private static boolean asksForProof(AccessDeniedException reason) {
        return reason instanceof AuthorizationDeniedException denied
                && (denied.getAuthorizationResult() instanceof FreshDecision
                        || denied.getAuthorizationResult() instanceof FactorAuthorizationDecision);
    }
}
