package dev.latchkey.http.endpoint;

import dev.latchkey.browser.ClientAddress;
import dev.latchkey.credential.User;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.wire.Bodies;
import dev.latchkey.http.wire.RegistrationBody;
import dev.latchkey.registration.PasswordFlaw;
import dev.latchkey.registration.Registration;
import dev.latchkey.registration.RegistrationOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code POST /api/register}: makes an account. Nobody is logged in by it. */
final class Register implements Endpoint.Open {
    private final Optional<Registration> registration;
    private final Guard guard;
    private final Answers answers;

    Register(Optional<Registration> registration, Guard guard) {
        this.registration = registration;
        this.guard = guard;
        this.answers = guard.answers();
    }

    @Override
    public Response answer(Request request) {
        return registration
                .map(open -> read(open, request))
                .orElseGet(() -> answers.refuse(Problem.of(ErrorCode.NOT_FOUND, "registration is off")));
    }

    private Response read(Registration open, Request request) {
        return switch (JsonRequest.read(request)) {
            case JsonRequest.Reading.Refused(Problem problem) -> answers.refuse(problem);
            case JsonRequest.Reading.Complete(byte[] bytes) ->
                switch (RegistrationBody.read(bytes)) {
                    case RegistrationBody.Reading.Malformed(Problem problem) -> answers.refuse(problem);
                    case RegistrationBody.Reading.WellFormed(RegistrationBody body) ->
                        register(open, body, guard.client(request).address());
                };
        };
    }

    private Response register(Registration open, RegistrationBody body, ClientAddress address) {
        return switch (open.register(body.username(), body.password(), body.name(), address)) {
            case RegistrationOutcome.Registered(User user) -> answers.created(Bodies.registered(user.principal()));
            case RegistrationOutcome.Refused(boolean acceptsUsername, Set<PasswordFlaw> flaws) ->
                answers.refuse(Problem.invalid(describe(open, acceptsUsername, flaws)));
            case RegistrationOutcome.UsernameUnavailable() ->
                answers.refuse(Problem.of(ErrorCode.USERNAME_UNAVAILABLE, "choose another username"));
            case RegistrationOutcome.Throttled(Duration retryAfter) -> answers.throttle(retryAfter);
            case RegistrationOutcome.Busy() -> answers.refuse(Refusal.busy());
        };
    }

    private static List<FieldError> describe(Registration open, boolean acceptsUsername, Set<PasswordFlaw> flaws) {
        List<FieldError> errors = new ArrayList<>();
        if (!acceptsUsername) {
            errors.add(RegistrationBody.unacceptedUsername());
        }
        errors.addAll(PasswordFlaws.describe("password", flaws, open.rules()));
        return List.copyOf(errors);
    }
}
