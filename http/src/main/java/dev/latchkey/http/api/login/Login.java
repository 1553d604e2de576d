package dev.latchkey.http.api.login;

import dev.latchkey.core.Installation;
import dev.latchkey.core.login.LoginDetails;
import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.login.LoginProof;
import dev.latchkey.core.login.Logins;
import dev.latchkey.core.login.PendingLogin;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.throttle.NotNow;
import dev.latchkey.http.answer.Answers;
import dev.latchkey.http.answer.Refusal;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.LoginCookies;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.route.Route;

/** {@code POST /api/login}: a username and a password for a new session. */
public final class Login {
    private final Logins login;
    private final Guard guard;
    private final LoginCookies cookies;
    private final Answers answers;

    private Login(Logins login, Guard guard) {
        this.login = login;
        this.guard = guard;
        this.cookies = guard.cookies();
        this.answers = guard.answers();
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.post("/login")
                .on(Terms.ofTheApi(Need.ANYONE).sayingLogin())
                .may(ErrorCode.BAD_CREDENTIALS, ErrorCode.THROTTLED, ErrorCode.BUSY, ErrorCode.STORE_UNAVAILABLE)
                .takes(LoginBody.TYPE, guard)
                .open(new Login(services.login(), guard)::attempt);
    }

    private Response attempt(Request request, LoginBody body) {
        LoginDetails details = new LoginDetails(
                guard.client(request),
                cookies.device(request),
                body.remember(),
                cookies.session(request).all(),
                cookies.remember(request).all());
        return switch (login.attempt(new LoginProof.ByPassword(body.username(), body.password()), details)) {
            case LoginOutcome.LoggedIn loggedIn -> loggedIn(request, loggedIn);
            case LoginOutcome.Pending(PendingLogin pending) ->
                throw new IllegalStateException(
                        "no route takes a second proof, and one is wanted: " + pending.wanted());
            case LoginOutcome.BadCredentials() ->
                answers.refuseLogin(Refusal.badCredentials("the username or the password is wrong"));
            case LoginOutcome.Deferred(NotNow why) -> answers.refuseLogin(why);
        };
    }

    private Response loggedIn(Request request, LoginOutcome.LoggedIn loggedIn) {
        Session session = loggedIn.session();
        return answers.ok(guard.view().proven(session))
                .with(cookies.logIn(request, loggedIn))
                .with(guard.view().expiresIn(session, session.authenticatedAt()));
    }
}
