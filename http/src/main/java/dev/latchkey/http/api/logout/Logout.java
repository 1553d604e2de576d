package dev.latchkey.http.api.logout;

import dev.latchkey.core.Installation;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.LoginCookies;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.JsonWriter;

/**
 * {@code POST /api/logout}: ends the session and the remember-me series of this browser and removes both cookies. Without
 * either it is done already.
 */
public final class Logout {
    private final OwnSessions ownSessions;
    private final Guard guard;

    Logout(OwnSessions ownSessions, Guard guard) {
        this.ownSessions = ownSessions;
        this.guard = guard;
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.post("/logout")
                .may(ErrorCode.STORE_UNAVAILABLE)
                .open(new Logout(services.ownSessions(), guard)::answer);
    }

    Response answer(Request request) {
        LoginCookies cookies = guard.cookies();
        ownSessions.logOut(
                cookies.session(request).all(), cookies.remember(request).all());
        return guard.answers()
                .ok(JsonWriter.object(json -> json.flag("logout", true)))
                .with(cookies.logOut(request));
    }
}
