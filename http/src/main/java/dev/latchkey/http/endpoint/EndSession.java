package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Freshness;
import dev.latchkey.freshness.Fresh;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;
import dev.latchkey.token.SessionId;

/** {@code DELETE /api/sessions/{id}}: ends one session of one's own. */
final class EndSession implements MemberEndpoint {
    private final OwnSessions ownSessions;
    private final Freshness freshness;
    private final Gatekeeper gatekeeper;
    private final Answers answers;

    EndSession(OwnSessions ownSessions, Freshness freshness, Gatekeeper gatekeeper, Answers answers) {
        this.ownSessions = ownSessions;
        this.freshness = freshness;
        this.gatekeeper = gatekeeper;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request, Visit.Member member) {
        if (!(freshness.judge(member.resolution()) instanceof Fresh granted)) {
            return gatekeeper.askForPassword(member);
        }
        String path = request.rawPath();
        return isEnded(granted, path.substring(path.lastIndexOf('/') + 1))
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
