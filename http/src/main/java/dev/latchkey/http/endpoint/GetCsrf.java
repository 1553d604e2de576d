package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.CsrfGuard;
import dev.latchkey.http.wire.Bodies;

/** {@code GET /api/getcsrf}: the CSRF token of this browser, in the body and in {@code X-CSRFToken}. */
final class GetCsrf implements Endpoint.Open {
    private final CsrfGuard csrf;
    private final Answers answers;

    GetCsrf(CsrfGuard csrf, Answers answers) {
        this.csrf = csrf;
        this.answers = answers;
    }

    @Override
    public Response answer(Request request) {
        CsrfGuard.Grant grant = csrf.grant(request);
        return answers.ok(Bodies.csrfToken(grant.token()))
                .with(new HeaderField("X-CSRFToken", grant.token()))
                .with(grant.cookies());
    }
}
