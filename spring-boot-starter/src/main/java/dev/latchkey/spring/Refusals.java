package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Need;
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
    private final AccessDeniedHandler forbidden = new AccessDeniedHandlerImpl();

    Refusals(Latchkey latchkey) {
        this.latchkey = latchkey;
    }

    /** 401 with code and reason. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (!Visit.of(request).lacks(Need.MEMBER, response)) {
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
