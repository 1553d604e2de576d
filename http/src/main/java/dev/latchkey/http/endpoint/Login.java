package dev.latchkey.http.endpoint;

import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.browser.Clients;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.LoginBody;
import dev.latchkey.login.LoginContext;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.session.Standing;
import java.time.Duration;

/** {@code POST /api/login}: a username and a password for a new session. */
final class Login implements Endpoint {
    private final PasswordLogin login;
    private final Clients clients;
    private final LoginCookies cookies;
    private final SessionView view;
    private final Answers answers;

    Login(PasswordLogin login, Clients clients, LoginCookies cookies, SessionView view, Answers answers) {
        this.login = login;
        this.clients = clients;
        this.cookies = cookies;
        this.view = view;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
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
                clients.of(request),
                cookies.device(request),
                body.remember(),
                cookies.session(request).all(),
                cookies.remember(request).all());
        return switch (login.attempt(body.username(), body.password(), context)) {
            case LoginOutcome.LoggedIn loggedIn ->
                answers.ok(view.loggedIn(loggedIn.session(), Standing.CURRENT))
                        .with(cookies.logIn(request, loggedIn))
                        .with(view.expiresIn(loggedIn.session()));
            case LoginOutcome.BadCredentials() ->
                answers.refuseLogin(Refusal.badCredentials("the username or the password is wrong"));
            case LoginOutcome.Throttled(Duration retryAfter) -> answers.throttleLogin(retryAfter);
            case LoginOutcome.Busy() -> answers.refuseLogin(Refusal.busy());
        };
    }
}
