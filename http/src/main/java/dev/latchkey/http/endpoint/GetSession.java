package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;

/** {@code GET /api/getsession}: who is logged in, if anyone. Never a 401, and asking is not activity. */
final class GetSession implements Endpoint {
    private final Visitors visitors;
    private final UnknownTokens unknownTokens;
    private final SessionView view;
    private final CsrfGuard csrf;
    private final Answers answers;

    GetSession(Visitors visitors, UnknownTokens unknownTokens, SessionView view, CsrfGuard csrf, Answers answers) {
        this.visitors = visitors;
        this.unknownTokens = unknownTokens;
        this.view = view;
        this.csrf = csrf;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        Visit visit = visitors.peek(request);
        unknownTokens.note(request, visit);
        // The first thing an app asks, and where it gets the token that it must send with the second.
        return answers.ok(view.of(visit.visitor())).with(visit.headers()).with(csrf.readableCookies(request));
    }
}
