package dev.latchkey.http.api.sessions;

import dev.latchkey.core.Installation;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.JsonWriter;

/** {@code DELETE /api/sessions}: ends every session of one's own but this one. */
public final class EndOtherSessions {
    private EndOtherSessions() {}

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        OwnSessions ownSessions = services.ownSessions();
        return Route.delete("/sessions")
                .forFresh((request, member, fresh) -> guard.answers().ok(ended(ownSessions.endOthers(fresh))));
    }

    /** So many sessions were ended. */
    static byte[] ended(int count) {
        return JsonWriter.object(json -> json.number("ended", count));
    }
}
