package dev.latchkey.http.api.session;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.route.Route;

/** {@code GET /api/getsession}: who is logged in, if anyone. Never a 401, and asking is not activity. */
public final class GetSession {
    private final Guard guard;

    private GetSession(Guard guard) {
        this.guard = guard;
    }

    /** Its route. */
    public static Route route(Guard guard) {
        return Route.get("/getsession")
                .prompt()
                .on(Terms.ofTheApi(Need.ANYONE).passive().sayingLogin())
                .telling(new GetSession(guard)::answer);
    }

    private Response answer(Request request, Access who) {
        // The first thing an app asks, and where it gets the token that it must send with the second.
        return guard.answers()
                .ok(guard.view().of(who))
                .with(who.headers())
                .with(guard.csrf().readableCookies(request));
    }
}
