package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Fresh;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.token.SessionId;

/** {@code DELETE /api/sessions/{id}}: ends one session of one's own. */
final class EndSession implements Endpoint.ForFresh {
    private final OwnSessions ownSessions;
    private final Answers answers;

    EndSession(OwnSessions ownSessions, Answers answers) {
        this.ownSessions = ownSessions;
        this.answers = answers;
    }

    @Override
    public Response answer(Request request, Access.Member member, Fresh privilege) {
        String path = request.rawPath();
        return isEnded(privilege, path.substring(path.lastIndexOf('/') + 1))
                ? answers.ok(Bodies.ended(1))
                : answers.refuse(Problem.of(ErrorCode.NOT_FOUND, "no session of yours has that id"));
    }

    private boolean isEnded(Fresh granted, String id) {
        try {
            return ownSessions.end(granted, new SessionId(id));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
