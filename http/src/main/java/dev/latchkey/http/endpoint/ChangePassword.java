package dev.latchkey.http.endpoint;

import dev.latchkey.freshness.Fresh;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.PasswordChangeBody;
import dev.latchkey.login.PasswordChange;
import dev.latchkey.login.PasswordChangeOutcome;
import dev.latchkey.registration.PasswordFlaw;
import dev.latchkey.session.Session;
import dev.latchkey.throttle.DeviceToken;
import dev.latchkey.token.SessionToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /api/password}: another password, for who proved theirs recently. Every other session ends by it. */
final class ChangePassword implements Endpoint.ForFresh {
    private final PasswordChange passwordChange;
    private final Guard guard;
    private final Answers answers;

    ChangePassword(PasswordChange passwordChange, Guard guard) {
        this.passwordChange = passwordChange;
        this.guard = guard;
        this.answers = guard.answers();
    }

    @Override
    public Response answer(Request request, Access.Member member, Fresh privilege) {
        return switch (JsonRequest.read(request)) {
            case JsonRequest.Reading.Refused(Problem problem) -> answers.refuse(problem);
            case JsonRequest.Reading.Complete(byte[] bytes) ->
                switch (PasswordChangeBody.read(bytes)) {
                    case PasswordChangeBody.Reading.Malformed(Problem problem) -> answers.refuse(problem);
                    case PasswordChangeBody.Reading.WellFormed(PasswordChangeBody body) ->
                        change(request, privilege, member, body);
                };
        };
    }

    private Response change(Request request, Fresh privilege, Access.Member member, PasswordChangeBody body) {
        SessionToken token = member.token();
        return switch (passwordChange.attempt(
                privilege,
                token,
                body.current(),
                body.replacement(),
                member.client().address())) {
            case PasswordChangeOutcome.Changed(SessionToken successor, Session session, DeviceToken device) ->
                answers.ok(guard.view().proven(session)).with(cookiesAfter(request, token, successor, device));
            case PasswordChangeOutcome.WrongPassword() -> answers.refuse(Refusal.wrongPassword());
            // Another tab proved the password at the same time, and the browser has the newer token by now.
            case PasswordChangeOutcome.Superseded() -> answers.refuse(Refusal.reauthenticationRequired());
            case PasswordChangeOutcome.Refused(Set<PasswordFlaw> flaws) ->
                answers.refuse(Problem.invalid(PasswordFlaws.describe("new", flaws, passwordChange.rules())));
            case PasswordChangeOutcome.Throttled(Duration retryAfter) -> answers.throttle(retryAfter);
            case PasswordChangeOutcome.Busy() -> answers.refuse(Refusal.busy());
        };
    }

    private List<HeaderField> cookiesAfter(
            Request request, SessionToken sent, SessionToken successor, DeviceToken device) {
        List<HeaderField> lines = new ArrayList<>(guard.cookies().recognise(request, device));
        // The series of this browser ended as well.
        lines.addAll(guard.cookies().forget(request));
        if (!successor.equals(sent)) {
            lines.add(guard.cookies().rotate(successor));
        }
        return lines;
    }
}
