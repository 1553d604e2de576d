package dev.latchkey.servlet;

import dev.latchkey.http.guard.Need;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A request that knows who makes it, in the words of the servlet API. */
final class GuardedRequest extends HttpServletRequestWrapper {
    private final Visit visit;

    GuardedRequest(HttpServletRequest request, Visit visit) {
        super(request);
        this.visit = visit;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return visit.user().orElse(null);
    }

    @Override
    public @Nullable String getRemoteUser() {
        return visit.user().map(LoggedInUser::username).orElse(null);
    }

    @Override
    public @Nullable String getAuthType() {
        return visit.user().isPresent() ? "LATCHKEY" : null;
    }

    /** Latchkey knows no roles; those of the container are of somebody else. */
    @Override
    public boolean isUserInRole(String role) {
        return false;
    }

    @Override
    public boolean authenticate(HttpServletResponse answer) throws IOException {
        return !visit.lacks(Need.MEMBER, answer);
    }

    @Override
    public void login(String username, String password) throws ServletException {
        throw new ServletException("logging in is a request of the page: POST " + visit.basePath() + "/login");
    }

    @Override
    public void logout() throws ServletException {
        try {
            visit.logOut();
        } catch (IllegalStateException e) {
            throw new ServletException(e.getMessage(), e);
        }
    }
}
