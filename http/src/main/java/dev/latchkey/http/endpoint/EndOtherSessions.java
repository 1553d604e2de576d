package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Freshness;
import dev.latchkey.freshness.Fresh;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;

/** {@code DELETE /api/sessions}: ends every session of one's own but this one. */
final class EndOtherSessions implements MemberEndpoint {
    private final OwnSessions ownSessions;
    private final Freshness freshness;
    private final Gatekeeper gatekeeper;
    private final Answers answers;

    EndOtherSessions(OwnSessions ownSessions, Freshness freshness, Gatekeeper gatekeeper, Answers answers) {
        this.ownSessions = ownSessions;
        this.freshness = freshness;
        this.gatekeeper = gatekeeper;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request, Visit.Member member) {
        return freshness.judge(member.resolution()) instanceof Fresh granted
                ? answers.ok(Bodies.ended(ownSessions.endOthers(granted)))
                : gatekeeper.askForPassword(member);
    }
}
