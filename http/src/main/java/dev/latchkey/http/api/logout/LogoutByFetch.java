package dev.latchkey.http.api.logout;

import dev.latchkey.core.Installation;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.route.Route;

/**
 * {@code GET /api/logout}: allowed to the app's own {@code fetch} alone. Any other page could log a person out with an
 * image or a link, and a prefetching browser by itself.
 */
public final class LogoutByFetch {
    private final Logout logout;
    private final Guard guard;

    private LogoutByFetch(Logout logout, Guard guard) {
        this.logout = logout;
        this.guard = guard;
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.get("/logout")
                .may(ErrorCode.STORE_UNAVAILABLE)
                .open(new LogoutByFetch(new Logout(services.ownSessions(), guard), guard)::answer);
    }

    private Response answer(Request request) {
        return request.method().equals("GET") && guard.isFetchByApp(request)
                ? logout.answer(request)
                : guard.answers()
                        .refuse(Problem.of(
                                ErrorCode.ORIGIN_REJECTED, "use POST: only the app's own fetch may log out by GET"));
    }
}
