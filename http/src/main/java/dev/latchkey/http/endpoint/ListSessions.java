package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Freshness;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;

/** {@code GET /api/sessions}: where one is logged in. */
final class ListSessions implements MemberEndpoint {
    private final OwnSessions ownSessions;
    private final Gatekeeper gatekeeper;
    private final Answers answers;

    ListSessions(OwnSessions ownSessions, Gatekeeper gatekeeper, Answers answers) {
        this.ownSessions = ownSessions;
        this.gatekeeper = gatekeeper;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request, Visit.Member member) {
        // A token that was rotated away says nothing of the owner's other browsers.
        return Freshness.judgeOwner(member.resolution())
                .map(owner -> answers.ok(
                        Bodies.sessions(ownSessions.list(owner), member.session().id())))
                .orElseGet(() -> gatekeeper.askForPassword(member));
    }
}
