package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;

/** {@code GET /api/getsession}: who is logged in, if anyone. Never a 401, and asking is not activity. */
final class GetSession implements Endpoint.Telling {
    private static final Terms TERMS = Terms.ofTheApi(Need.ANYONE).passive().sayingLogin();

    private final Guard guard;

    GetSession(Guard guard) {
        this.guard = guard;
    }

    @Override
    public Terms terms() {
        return TERMS;
    }

    @Override
    public Response answer(Request request, Access who) {
        // The first thing an app asks, and where it gets the token that it must send with the second.
        return guard.answers()
                .ok(guard.view().of(who))
                .with(who.headers())
                .with(guard.csrf().readableCookies(request));
    }
}
