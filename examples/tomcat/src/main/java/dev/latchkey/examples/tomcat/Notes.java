package dev.latchkey.examples.tomcat;

import dev.latchkey.http.guard.Need;
import dev.latchkey.servlet.LoggedInUser;
import dev.latchkey.servlet.Visit;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Notes of whoever is logged in. Nobody else comes this far. */
final class Notes extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LoggedInUser user = (LoggedInUser) request.getUserPrincipal();
        response.setContentType("application/json");
        response.getWriter().print("[\"a note of " + user.displayName() + "\"]");
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!Visit.of(request).lacks(Need.FRESH, response)) { // else the password is asked for
            response.getWriter().print("deleted");
        }
    }
}
