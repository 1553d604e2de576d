package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.LoginCookies;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;

/**
 * {@code /api/logout}: ends the session and the remember-me series of this browser and removes both cookies. Without
 * either it is done already.
 */
final class Logout implements Endpoint.Open {
    private final OwnSessions ownSessions;
    private final LoginCookies cookies;
    private final Answers answers;

    Logout(OwnSessions ownSessions, LoginCookies cookies, Answers answers) {
        this.ownSessions = ownSessions;
        this.cookies = cookies;
        this.answers = answers;
    }

    @Override
    public Response answer(Request request) {
        ownSessions.logOut(
                cookies.session(request).all(), cookies.remember(request).all());
        return answers.ok(Bodies.loggedOutNow()).with(cookies.logOut(request));
    }
}
