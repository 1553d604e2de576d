package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.LoginCookies;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.LoginBody;
import dev.latchkey.login.LoginContext;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.session.Session;
import java.time.Duration;

/** {@code POST /api/login}: a username and a password for a new session. */
final class Login implements Endpoint.Open {
    private static final Terms TERMS = Terms.ofTheApi(Need.ANYONE).sayingLogin();

    private final PasswordLogin login;
    private final Guard guard;
    private final LoginCookies cookies;
    private final Answers answers;

    Login(PasswordLogin login, Guard guard) {
        this.login = login;
        this.guard = guard;
        this.cookies = guard.cookies();
        this.answers = guard.answers();
    }

    @Override
    public Terms terms() {
        return TERMS;
    }

    @Override
    public Response answer(Request request) {
        return switch (JsonRequest.read(request)) {
            case JsonRequest.Reading.Refused(Problem problem) -> answers.refuseLogin(problem);
            case JsonRequest.Reading.Complete(byte[] bytes) ->
                switch (LoginBody.read(bytes)) {
                    case LoginBody.Reading.Malformed(Problem problem) -> answers.refuseLogin(problem);
                    case LoginBody.Reading.WellFormed(LoginBody body) -> attempt(request, body);
                };
        };
    }

    private Response attempt(Request request, LoginBody body) {
        LoginContext context = new LoginContext(
                guard.client(request),
                cookies.device(request),
                body.remember(),
                cookies.session(request).all(),
                cookies.remember(request).all());
        return switch (login.attempt(body.username(), body.password(), context)) {
            case LoginOutcome.LoggedIn loggedIn -> loggedIn(request, loggedIn);
            case LoginOutcome.BadCredentials() ->
                answers.refuseLogin(Refusal.badCredentials("the username or the password is wrong"));
            case LoginOutcome.Throttled(Duration retryAfter) -> answers.throttleLogin(retryAfter);
            case LoginOutcome.Busy() -> answers.refuseLogin(Refusal.busy());
        };
    }

    private Response loggedIn(Request request, LoginOutcome.LoggedIn loggedIn) {
        Session session = loggedIn.session();
        return answers.ok(guard.view().proven(session))
                .with(cookies.logIn(request, loggedIn))
                .with(guard.view().expiresIn(session, session.authenticatedAt()));
    }
}
