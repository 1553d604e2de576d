package dev.latchkey.http.api.registration;

import dev.latchkey.core.Installation;
import dev.latchkey.core.account.Registration;
import dev.latchkey.core.account.RegistrationOutcome;
import dev.latchkey.core.account.User;
import dev.latchkey.core.browser.ClientAddress;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.principal.Principal;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.api.password.PasswordFlaws;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /api/register}: makes an account. Nobody is logged in by it. */
public final class Register {
    private final Registration registration;
    private final Guard guard;
    private final Answers answers;

    private Register(Registration registration, Guard guard) {
        this.registration = registration;
        this.guard = guard;
        this.answers = guard.answers();
    }

    /** Its route; where registration is off there is none, whatever the body. */
    public static Route route(Installation services, Guard guard) {
        Route.Draft draft = Route.post("/register").succeedsWith(201).may(ErrorCode.NOT_FOUND);
        return services.registration()
                .map(open -> draft.may(
                                ErrorCode.VALIDATION_FAILED,
                                ErrorCode.USERNAME_UNAVAILABLE,
                                ErrorCode.THROTTLED,
                                ErrorCode.BUSY,
                                ErrorCode.STORE_UNAVAILABLE)
                        .takes(RegistrationBody.TYPE, guard)
                        .open(new Register(open, guard)::register))
                .orElseGet(() -> draft.open(
                        request -> guard.answers().refuse(Problem.of(ErrorCode.NOT_FOUND, "registration is off"))));
    }

    private Response register(Request request, RegistrationBody body) {
        ClientAddress address = guard.client(request).address();
        return switch (registration.register(body.username(), body.password(), body.name(), address)) {
            case RegistrationOutcome.Registered(User user) -> answers.created(registered(user.principal()));
            case RegistrationOutcome.Refused(boolean acceptsUsername, Set<PasswordFlaw> flaws) ->
                answers.refuse(Problem.invalid(describe(acceptsUsername, flaws)));
            case RegistrationOutcome.UsernameUnavailable() ->
                answers.refuse(Problem.of(ErrorCode.USERNAME_UNAVAILABLE, "choose another username"));
            case RegistrationOutcome.Deferred(NotNow why) -> answers.refuse(why);
        };
    }

    private List<FieldError> describe(boolean acceptsUsername, Set<PasswordFlaw> flaws) {
        List<FieldError> errors = new ArrayList<>();
        if (!acceptsUsername) {
            errors.add(RegistrationBody.unacceptedUsername());
        }
        errors.addAll(PasswordFlaws.describe("password", flaws, registration.rules()));
        return List.copyOf(errors);
    }

    private static byte[] registered(Principal principal) {
        return JsonWriter.object(json -> json.flag("registered", true)
                .object(
                        "user",
                        user -> user.text("id", principal.id().value())
                                .text("username", principal.username())
                                .text("name", principal.name())));
    }
}
