package dev.latchkey.http.endpoint;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.session.Sessions;
import java.util.List;

/** {@code /api/logout}: ends the session and removes the cookie. Without a session it is done already. */
final class Logout implements Endpoint {
    private final Sessions sessions;
    private final Visitors visitors;
    private final CookieSpec cookie;
    private final String basePath;
    private final Answers answers;

    Logout(Sessions sessions, Visitors visitors, CookieSpec cookie, String basePath, Answers answers) {
        this.sessions = sessions;
        this.visitors = visitors;
        this.cookie = cookie;
        this.basePath = basePath;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        Presented presented = visitors.presented(request);
        presented.tokens().forEach(sessions::logOut);
        // A planted twin that outlived the logout would log its owner in.
        boolean hasTwins = presented instanceof Presented.Conflict;
        return answers.ok(Bodies.loggedOutNow())
                .with(hasTwins ? cookie.clearTwins(basePath) : List.of())
                .with(cookie.clear());
    }
}
