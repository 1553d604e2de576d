package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Freshness;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.login.OwnSessions;

/** {@code GET /api/sessions}: where one is logged in. */
final class ListSessions implements Endpoint.ForMembers {
    private final OwnSessions ownSessions;
    private final Guard guard;

    ListSessions(OwnSessions ownSessions, Guard guard) {
        this.ownSessions = ownSessions;
        this.guard = guard;
    }

    @Override
    public Response answer(Request request, Access.Member member) {
        // A token that was rotated away says nothing of the owner's other browsers.
        return Freshness.judgeOwner(member.resolution())
                .map(owner -> guard.answers()
                        .ok(Bodies.sessions(
                                ownSessions.list(owner), member.session().id())))
                .orElseGet(() -> guard.askForProof(member));
    }
}
