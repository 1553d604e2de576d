package dev.latchkey.http.api.csrf;

import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.CsrfGuard;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.JsonWriter;

/** {@code GET /api/getcsrf}: the CSRF token of this browser, in the body and in {@code X-CSRFToken}. */
public final class GetCsrf {
    private final Guard guard;

    private GetCsrf(Guard guard) {
        this.guard = guard;
    }

    /** Its route. */
    public static Route route(Guard guard) {
        return Route.get("/getcsrf").open(new GetCsrf(guard)::answer);
    }

    private Response answer(Request request) {
        CsrfGuard.Grant grant = guard.csrf().grant(request);
        return guard.answers()
                .ok(JsonWriter.object(json -> json.text("csrfToken", grant.token())))
                .with(new HeaderField("X-CSRFToken", grant.token()))
                .with(grant.cookies());
    }
}
