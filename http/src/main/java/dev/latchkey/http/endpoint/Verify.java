package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.session.Session;
import java.util.List;

/**
 * {@code GET /api/verify}: tells a proxy who makes a request for something else, which then needs to know nothing of
 * sessions (nginx {@code auth_request}, Caddy and Traefik {@code forward_auth}).
 *
 * <p>A trusted proxy that names the method of that request has it checked for its origin, too, and so has every proxy
 * that passes on that the connection is to be upgraded: the backend behind it is protected from other sites without
 * knowing it.
 */
final class Verify implements Endpoint.ForMembers {
    private static final Terms TERMS = Terms.onBehalf();

    private final Answers answers;

    Verify(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Terms terms() {
        return TERMS;
    }

    @Override
    public Response answer(Request request, Access.Member member) {
        return answers.noContent().with(describe(member.session()));
    }

    private static List<HeaderField> describe(Session session) {
        return List.of(
                new HeaderField(
                        "Latchkey-User", HeaderText.encode(session.principal().username())),
                new HeaderField("Latchkey-User-Id", session.principal().id().value()),
                new HeaderField("Latchkey-Session", session.id().value()));
    }
}
