package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Fresh;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;

/** {@code DELETE /api/sessions}: ends every session of one's own but this one. */
final class EndOtherSessions implements Endpoint.ForFresh {
    private final OwnSessions ownSessions;
    private final Answers answers;

    EndOtherSessions(OwnSessions ownSessions, Answers answers) {
        this.ownSessions = ownSessions;
        this.answers = answers;
    }

    @Override
    public Response answer(Request request, Access.Member member, Fresh privilege) {
        return answers.ok(Bodies.ended(ownSessions.endOthers(privilege)));
    }
}
