package dev.latchkey.http.api.session;

import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.Bodies;

/** {@code GET /api/data}: the logged-in person's own data, as an example of what a session protects. */
public final class GetData {
    private GetData() {}

    /** Its route. */
    public static Route route(Guard guard) {
        return Route.get("/data")
                .prompt()
                .forMembers((request, member) -> guard.answers().ok(Bodies.data(member.user())));
    }
}
