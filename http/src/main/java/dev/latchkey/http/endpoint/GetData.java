package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.wire.Bodies;

/** {@code GET /api/data}: the logged-in person's own data, as an example of what a session protects. */
final class GetData implements Endpoint.ForMembers {
    private final Answers answers;

    GetData(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Response answer(Request request, Access.Member member) {
        return answers.ok(Bodies.data(member.user()));
    }
}
