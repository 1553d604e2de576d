package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.registration.PasswordRules;

/** {@code GET /api/register}: whether anyone may make an account, and what a new password must be. */
final class GetRegistration implements Endpoint {
    private final byte[] body;
    private final Answers answers;

    GetRegistration(boolean isOpen, PasswordRules rules, Answers answers) {
        this.body = Bodies.registrationRules(isOpen, rules);
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        return answers.ok(body);
    }
}
