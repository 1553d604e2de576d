package dev.latchkey.http.guard;

import dev.latchkey.core.login.LoginOutcome;
import dev.latchkey.core.remember.RememberGrant;
import dev.latchkey.core.throttle.DeviceToken;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.cookie.CookieHeader;
import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.deployment.Cookies;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.exchange.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of a login's life: what a request brought of each, and the lines that set and remove them.
 *
 * <p>A cookie is removed by a logout and replaced by a login; a change of password removes the remember-me cookie, whose
 * series it ended. No other answer removes any: a slow answer to an old cookie must not delete a newer one. What comes under
 * a former name moves to that of today with the first answer that can carry it.
 */
public final class LoginCookies {
    private static final Duration LONGEST = Duration.ofDays(400);

    private final CookieSpec session;
    private final CookieSpec remember;
    private final CookieSpec device;
    private final MovingCookies moving;
    private final String basePath;

    /** Those of that deployment, which twins for the path of the API may hide. */
    LoginCookies(Cookies cookies, String basePath, InstantSource clock) {
        this.session = cookies.session();
        this.remember = cookies.remember();
        this.device = cookies.device();
        this.moving = new MovingCookies(cookies, basePath, clock);
        this.basePath = basePath;
    }

    /** What came as the session cookie. */
    public SentCookie<SessionToken> session(Request request) {
        return moving.read(request, session, SessionToken::parse);
    }

    /** What came as the remember-me cookie. */
    public SentCookie<RememberToken> remember(Request request) {
        return moving.read(request, remember, RememberToken::parse);
    }

    /** The value of the device cookie; an empty string unless there is exactly one. */
    public String device(Request request) {
        return sent(request, device) instanceof CookieHeader.Value.Single(String text)
                ? text
                : moving.arrived(request, device).orElse("");
    }

    /** What a login sets. A remember-me cookie that the browser still has from before goes, if no new one comes. */
    public List<HeaderField> logIn(Request request, LoginOutcome.LoggedIn login) {
        List<HeaderField> lines = new ArrayList<>(moving.clear(request));
        lines.addAll(recognise(request, login.device()));
        lines.addAll(twins(request, remember));
        Optional<RememberGrant> grant = login.remember();
        if (grant.isPresent()) {
            lines.add(set(grant.get()));
        } else {
            lines.addAll(forget(request));
        }
        lines.addAll(twins(request, session));
        lines.add(session.set(login.token().cookieValue()));
        return List.copyOf(lines);
    }

    /** What makes a browser a known one for that account. */
    public List<HeaderField> recognise(Request request, DeviceToken token) {
        List<HeaderField> lines = new ArrayList<>(twins(request, device));
        lines.add(device.set(token.cookieValue(), DeviceToken.MAX_AGE));
        return lines;
    }

    /** What a browser that was remembered is given. */
    public List<HeaderField> restore(Request request, SessionToken token, RememberGrant successor) {
        List<HeaderField> lines = new ArrayList<>(moving.clear(request));
        lines.add(set(successor));
        lines.add(session.set(token.cookieValue()));
        return List.copyOf(lines);
    }

    /**
     * What a browser is given whose live session came under a former name: the same tokens under that of today, and nothing
     * under the former. None when it came under that of today.
     */
    List<HeaderField> move(Request request) {
        Optional<String> arrived = moving.arrived(request, session);
        if (arrived.isEmpty()) {
            return List.of();
        }
        List<HeaderField> lines = new ArrayList<>(moving.clear(request));
        moving.arrived(request, device).ifPresent(value -> lines.add(device.set(value, DeviceToken.MAX_AGE)));
        // The server knows when its series ends; the browser need not.
        moving.arrived(request, remember).ifPresent(value -> lines.add(remember.set(value, LONGEST)));
        lines.add(session.set(arrived.get()));
        return List.copyOf(lines);
    }

    /** The new token of the session that the browser had. */
    public HeaderField rotate(SessionToken token) {
        return session.set(token.cookieValue());
    }

    /** Removes the remember-me cookie, where there is one. */
    public List<HeaderField> forget(Request request) {
        return remember(request) instanceof SentCookie.Nothing<RememberToken>() ? List.of() : List.of(remember.clear());
    }

    /** What a logout removes. The device cookie stays: it opens nothing, and strangers cannot spend its budget. */
    public List<HeaderField> logOut(Request request) {
        List<HeaderField> lines = new ArrayList<>(moving.clear(request));
        moving.arrived(request, device).ifPresent(value -> lines.add(device.set(value, DeviceToken.MAX_AGE)));
        lines.addAll(twins(request, remember));
        lines.add(remember.clear());
        // A planted twin that outlived the logout would log its owner in.
        lines.addAll(twins(request, session));
        lines.add(session.clear());
        return List.copyOf(lines);
    }

    /** Adds what a visit asks for to its answer. What the answer itself sets or removes stays as it says. */
    Response complete(Response answer, List<HeaderField> fromVisit) {
        List<String> decided =
                answer.headers().stream().map(LoginCookies::cookie).toList();
        return answer.with(fromVisit.stream()
                .filter(line -> cookie(line).isEmpty() || !decided.contains(cookie(line)))
                .toList());
    }

    /** Which cookie a line sets; empty when it is no such line. */
    private static String cookie(HeaderField line) {
        return line.name().equals("Set-Cookie")
                ? line.value().substring(0, line.value().indexOf('='))
                : "";
    }

    private HeaderField set(RememberGrant grant) {
        return remember.set(grant.token().cookieValue(), grant.maxAge());
    }

    private List<HeaderField> twins(Request request, CookieSpec spec) {
        return sent(request, spec) instanceof CookieHeader.Value.Conflict ? spec.clearTwins(basePath) : List.of();
    }

    private static CookieHeader.Value sent(Request request, CookieSpec spec) {
        return CookieHeader.find(request.header(RequestHeader.COOKIE), spec.name());
    }
}
