package dev.latchkey.http.endpoint;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.wire.LoginBody;
import dev.latchkey.login.LoginOutcome;
import dev.latchkey.login.PasswordLogin;
import dev.latchkey.session.Session;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.SessionToken;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code POST /api/login}: a username and a password for a new session. */
final class Login implements Endpoint {
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Pattern JSON =
            Pattern.compile("application/json([ \\t]*;[ \\t]*charset=utf-8)?", Pattern.CASE_INSENSITIVE);

    private final PasswordLogin login;
    private final Sessions sessions;
    private final Visitors visitors;
    private final SessionView view;
    private final CookieSpec cookie;
    private final String basePath;
    private final Answers answers;

    Login(
            PasswordLogin login,
            Sessions sessions,
            Visitors visitors,
            SessionView view,
            CookieSpec cookie,
            String basePath,
            Answers answers) {
        this.login = login;
        this.sessions = sessions;
        this.visitors = visitors;
        this.view = view;
        this.cookie = cookie;
        this.basePath = basePath;
        this.answers = answers;
    }

    @Override
    public Response handle(Request request) {
        if (!isJson(request)) {
            return refuse(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json, not compressed");
        }
        return switch (request.body(MAX_BODY_BYTES)) {
            case Request.Body.TooLarge() ->
                refuse(ErrorCode.CONTENT_TOO_LARGE, "a login body has at most " + MAX_BODY_BYTES + " bytes");
            case Request.Body.TimedOut() -> refuse(ErrorCode.REQUEST_TIMEOUT, "the body did not arrive in time");
            case Request.Body.Complete(byte[] bytes) ->
                switch (LoginBody.read(bytes)) {
                    case LoginBody.Reading.Malformed(Problem problem) -> answers.refuseLogin(problem);
                    case LoginBody.Reading.WellFormed(LoginBody body) -> attempt(request, body);
                };
        };
    }

    private Response attempt(Request request, LoginBody body) {
        return switch (login.attempt(body.username(), body.password())) {
            case LoginOutcome.LoggedIn(SessionToken token, Session session) -> begin(request, token, session);
            case LoginOutcome.BadCredentials() ->
                refuse(ErrorCode.BAD_CREDENTIALS, "the username or the password is wrong");
            case LoginOutcome.Busy() -> refuse(ErrorCode.BUSY, "too many logins at once; try again shortly");
        };
    }

    private Response begin(Request request, SessionToken token, Session session) {
        List<HeaderField> cookies = new ArrayList<>();
        Presented presented = visitors.presented(request);
        // One browser, one login: the session it had before must not live on where nobody can end it.
        presented.tokens().forEach(sessions::logOut);
        if (presented instanceof Presented.Conflict) {
            cookies.addAll(cookie.clearTwins(basePath));
        }
        cookies.add(cookie.set(token.cookieValue()));
        return answers.ok(view.loggedIn(session)).with(cookies);
    }

    private Response refuse(ErrorCode code, String detail) {
        return answers.refuseLogin(Problem.of(code, detail));
    }

    /** {@code application/json} alone, because no form and no plain cross-site request can send it. */
    private static boolean isJson(Request request) {
        List<String> types = request.header(RequestHeader.CONTENT_TYPE);
        return types.size() == 1
                && JSON.matcher(types.getFirst()).matches()
                && request.header(RequestHeader.CONTENT_ENCODING).isEmpty();
    }
}
