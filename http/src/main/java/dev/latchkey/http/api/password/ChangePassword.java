package dev.latchkey.http.api.password;

import dev.latchkey.core.Installation;
import dev.latchkey.core.credential.PasswordFlaw;
import dev.latchkey.core.freshness.Fresh;
import dev.latchkey.core.login.PasswordChange;
import dev.latchkey.core.login.PasswordChangeOutcome;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.DeviceToken;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code POST /api/password}: another password, for who proved theirs recently. Every other session ends by it. */
public final class ChangePassword {
    private final PasswordChange passwordChange;
    private final Guard guard;
    private final Answers answers;

    private ChangePassword(PasswordChange passwordChange, Guard guard) {
        this.passwordChange = passwordChange;
        this.guard = guard;
        this.answers = guard.answers();
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.post("/password")
                .may(ErrorCode.BAD_CREDENTIALS, ErrorCode.VALIDATION_FAILED, ErrorCode.THROTTLED, ErrorCode.BUSY)
                .takes(PasswordChangeBody.TYPE, guard)
                .forFresh(new ChangePassword(services.passwordChange(), guard)::change);
    }

    private Response change(Request request, Access.Member member, Fresh fresh, PasswordChangeBody body) {
        SessionToken token = member.token();
        return switch (passwordChange.attempt(
                fresh,
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
            case PasswordChangeOutcome.Deferred(NotNow why) -> answers.refuse(why);
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
