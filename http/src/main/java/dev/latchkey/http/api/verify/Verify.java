package dev.latchkey.http.api.verify;

import dev.latchkey.core.session.Session;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.route.Route;
import java.util.List;

/**
 * {@code GET /api/verify}: tells a proxy who makes a request for something else, which then needs to know nothing of
 * sessions (nginx {@code auth_request}, Caddy and Traefik {@code forward_auth}).
 *
 * <p>A trusted proxy that names the method of that request has it checked for its origin, too, and so has every proxy
 * that passes on that the connection is to be upgraded: the backend behind it is protected from other sites without
 * knowing it.
 */
public final class Verify {
    private Verify() {}

    /** Its route. */
    public static Route route(Guard guard) {
        return Route.get("/verify")
                .prompt()
                .on(Terms.onBehalf())
                .succeedsWith(204)
                .forMembers((request, member) -> guard.answers().noContent().with(describe(member.session())));
    }

    private static List<HeaderField> describe(Session session) {
        return List.of(
                new HeaderField(
                        "Latchkey-User", HeaderText.encode(session.principal().username())),
                new HeaderField("Latchkey-User-Id", session.principal().id().value()),
                new HeaderField("Latchkey-Session", session.id().value()));
    }
}
