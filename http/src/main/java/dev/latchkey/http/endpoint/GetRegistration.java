package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.registration.PasswordRules;

/**
 * {@code GET /api/register}: whether anyone may make an account, whether a login may ask to be remembered, and what a
 * new password must be.
 */
final class GetRegistration implements Endpoint.Open {
    private final byte[] body;
    private final Answers answers;

    GetRegistration(boolean isOpen, boolean remembersBrowsers, PasswordRules rules, Answers answers) {
        this.body = Bodies.registrationRules(isOpen, remembersBrowsers, rules);
        this.answers = answers;
    }

    @Override
    public Response answer(Request request) {
        return answers.ok(body);
    }
}
