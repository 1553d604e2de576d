package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;

/**
 * {@code GET /api/logout}: allowed to the app's own {@code fetch} alone. Any other page could log a person out with an
 * image or a link, and a prefetching browser by itself.
 */
final class LogoutByFetch implements Endpoint.Open {
    private final Endpoint.Open logout;
    private final Guard guard;

    LogoutByFetch(Endpoint.Open logout, Guard guard) {
        this.logout = logout;
        this.guard = guard;
    }

    @Override
    public Response answer(Request request) {
        return request.method().equals("GET") && guard.isFetchByApp(request)
                ? logout.answer(request)
                : guard.answers()
                        .refuse(Problem.of(
                                ErrorCode.ORIGIN_REJECTED, "use POST: only the app's own fetch may log out by GET"));
    }
}
