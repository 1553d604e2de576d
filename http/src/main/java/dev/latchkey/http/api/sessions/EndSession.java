package dev.latchkey.http.api.sessions;

import dev.latchkey.core.Installation;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.route.Route;

/** {@code DELETE /api/sessions/{id}}: ends one session of one's own. */
public final class EndSession {
    private final OwnSessions ownSessions;
    private final Answers answers;

    private EndSession(OwnSessions ownSessions, Answers answers) {
        this.ownSessions = ownSessions;
        this.answers = answers;
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.delete("/sessions/{id}")
                .may(ErrorCode.NOT_FOUND)
                .forFresh(new EndSession(services.ownSessions(), guard.answers())::answer);
    }

    private Response answer(Request request, Access.Member member, Fresh fresh) {
        String path = request.rawPath();
        return isEnded(fresh, path.substring(path.lastIndexOf('/') + 1))
                ? answers.ok(EndOtherSessions.ended(1))
                : answers.refuse(Problem.of(ErrorCode.NOT_FOUND, "no session of yours has that id"));
    }

    private boolean isEnded(Fresh fresh, String id) {
        try {
            return ownSessions.end(fresh, new SessionId(id));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
