package dev.latchkey.http.api.password;

import dev.latchkey.core.Installation;
import dev.latchkey.core.login.Reauthentication;
import dev.latchkey.core.login.ReauthenticationOutcome;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.route.Route;

/** {@code POST /api/reauthenticate}: proves the password again, which makes the session fresh and rotates its token. */
public final class Reauthenticate {
    private final Reauthentication reauthentication;
    private final Guard guard;
    private final Answers answers;

    private Reauthenticate(Reauthentication reauthentication, Guard guard) {
        this.reauthentication = reauthentication;
        this.guard = guard;
        this.answers = guard.answers();
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.post("/reauthenticate")
                .may(
                        ErrorCode.BAD_CREDENTIALS,
                        ErrorCode.REAUTHENTICATION_REQUIRED,
                        ErrorCode.THROTTLED,
                        ErrorCode.BUSY)
                .takes(PasswordBody.TYPE, guard)
                .forMembers(new Reauthenticate(services.reauthentication(), guard)::attempt);
    }

    private Response attempt(Request request, Access.Member member, PasswordBody body) {
        return switch (reauthentication.attempt(
                member.resolution(), member.token(), body.password(), member.client())) {
            case ReauthenticationOutcome.Reauthenticated(SessionToken token, Session session) ->
                answers.ok(guard.view().proven(session)).with(guard.cookies().rotate(token));
            case ReauthenticationOutcome.WrongPassword() -> answers.refuse(Refusal.wrongPassword());
            // Another tab proved it at the same time, and the browser has the newer token by now.
            case ReauthenticationOutcome.Superseded() -> answers.refuse(Refusal.reauthenticationRequired());
            case ReauthenticationOutcome.Deferred(NotNow why) -> answers.refuse(why);
        };
    }
}
