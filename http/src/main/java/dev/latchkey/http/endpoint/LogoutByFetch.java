package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.origin.CrossOriginProtection;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;

/**
 * {@code GET /api/logout}: allowed to the app's own {@code fetch} alone. Any other page could log a person out with an
 * image or a link, and a prefetching browser by itself.
 */
final class LogoutByFetch implements Endpoint {
    private final Endpoint logout;
    private final CrossOriginProtection crossOrigin;
    private final Answers answers;

    LogoutByFetch(Endpoint logout, CrossOriginProtection crossOrigin, Answers answers) {
        this.logout = logout;
        this.crossOrigin = crossOrigin;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        boolean isAllowed = request.method().equals("GET")
                && crossOrigin.isFetchByApp(
                        request.header(RequestHeader.SEC_FETCH_DEST),
                        request.header(RequestHeader.SEC_FETCH_MODE),
                        request.header(RequestHeader.SEC_FETCH_SITE),
                        request.header(RequestHeader.ORIGIN));
        return isAllowed
                ? logout.handle(request)
                : answers.refuse(
                        Problem.of(ErrorCode.ORIGIN_REJECTED, "use POST: only the app's own fetch may log out by GET"));
    }
}
