package dev.latchkey.http.endpoint;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.SessionToken;

/** {@code /api/logout}: ends the session and removes the cookie. Without a session it is done already. */
final class Logout implements Endpoint {
    private final Sessions sessions;
    private final Visitors visitors;
    private final CookieSpec cookie;
    private final Answers answers;

    Logout(Sessions sessions, Visitors visitors, CookieSpec cookie, Answers answers) {
        this.sessions = sessions;
        this.visitors = visitors;
        this.cookie = cookie;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        if (visitors.presented(request) instanceof Presented.Token(SessionToken token)) {
            sessions.logOut(token);
        }
        return answers.ok(Bodies.loggedOutNow()).with(cookie.clear());
    }
}
