package dev.latchkey.examples.jetty;

import dev.latchkey.http.guard.Need;
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
        response.getWriter().println("notes of " + request.getRemoteUser());
    }

    @Override
    protected void doDelete(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!Visit.of(request).lacks(Need.FRESH, response)) { // else the password is asked for
            response.getWriter().println("deleted");
        }
    }
}
