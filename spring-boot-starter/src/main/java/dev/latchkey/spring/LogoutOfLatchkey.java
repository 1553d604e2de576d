package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.servlet.Visit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.logout.LogoutHandler;

/**
 * Ends the session where Spring Security logs somebody out. Without CSRF tokens Spring would do it for a link, which any
 * page may hold: what only reads is told to come as a POST, and nobody is logged out.
 */
final class LogoutOfLatchkey implements LogoutHandler {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final Response toComeAsPost;

    LogoutOfLatchkey(Latchkey latchkey) {
        this.toComeAsPost = latchkey.guard()
                .answers()
                .refuse(Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "logging out is a POST: a link must not do it"));
    }

    @Override
    public void logout(
            HttpServletRequest request, HttpServletResponse response, @Nullable Authentication authentication) {
        if (READING.contains(request.getMethod())) {
            response.setHeader("Allow", "POST");
            try {
                Visit.of(request).answer(toComeAsPost, response);
                response.flushBuffer(); // no redirect follows then
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            Visit.of(request).logOut();
        }
    }
}
