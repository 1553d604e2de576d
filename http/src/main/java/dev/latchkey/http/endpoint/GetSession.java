package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;

/** {@code GET /api/getsession}: who is logged in, if anyone. Never a 401, and asking is not activity. */
final class GetSession implements Endpoint {
    private final Visitors visitors;
    private final SessionView view;
    private final Answers answers;

    GetSession(Visitors visitors, SessionView view, Answers answers) {
        this.visitors = visitors;
        this.view = view;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        return answers.ok(view.of(visitors.peek(request)));
    }
}
