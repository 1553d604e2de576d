package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.session.Session;

/** {@code GET /api/data}: the logged-in person's own data, as an example of what a session protects. */
final class GetData implements Endpoint {
    private final Visitors visitors;
    private final Answers answers;

    GetData(Visitors visitors, Answers answers) {
        this.visitors = visitors;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        return switch (visitors.identify(request)) {
            case Visitor.LoggedIn(Session session) -> answers.ok(Bodies.data(session.principal()));
            case Visitor.LoggedOut(Reason reason) -> answers.refuse(Problem.of(reason));
        };
    }
}
