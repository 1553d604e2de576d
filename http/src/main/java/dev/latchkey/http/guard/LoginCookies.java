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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cookies of a login's life: what a request brought of each, and the lines that set and remove them.
 *
 * <p>A cookie is removed by a logout and replaced by a login; a change of password removes the remember-me cookie, whose
 * series it ended. No other answer removes any: a slow answer to an old cookie must not delete a newer one.
 */
public final class LoginCookies {
    private final CookieSpec session;
    private final CookieSpec remember;
    private final CookieSpec device;
    private final String basePath;

    /** Those of that deployment, which twins for the path of the API may hide. */
    LoginCookies(Cookies cookies, String basePath) {
        this.session = cookies.session();
        this.remember = cookies.remember();
        this.device = cookies.device();
        this.basePath = basePath;
    }

    /** What came as the session cookie. */
    public SentCookie<SessionToken> session(Request request) {
        return SentCookie.read(request.header(RequestHeader.COOKIE), session.name(), SessionToken::parse);
    }

    /** What came as the remember-me cookie. */
    public SentCookie<RememberToken> remember(Request request) {
        return SentCookie.read(request.header(RequestHeader.COOKIE), remember.name(), RememberToken::parse);
    }

    /** The value of the device cookie; an empty string unless there is exactly one. */
    public String device(Request request) {
        return sent(request, device) instanceof CookieHeader.Value.Single(String text) ? text : "";
    }

    /** What a login sets. A remember-me cookie that the browser still has from before goes, if no new one comes. */
    public List<HeaderField> logIn(Request request, LoginOutcome.LoggedIn login) {
        List<HeaderField> lines = new ArrayList<>(recognise(request, login.device()));
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
    public List<HeaderField> restore(SessionToken token, RememberGrant successor) {
        return List.of(set(successor), session.set(token.cookieValue()));
    }

    /** The new token of the session that the browser had. */
    public HeaderField rotate(SessionToken token) {
        return session.set(token.cookieValue());
    }

    /** Removes the remember-me cookie, where there is one. */
    public List<HeaderField> forget(Request request) {
        return sent(request, remember) instanceof CookieHeader.Value.Absent ? List.of() : List.of(remember.clear());
    }

    /** What a logout removes. The device cookie stays: it opens nothing, and strangers cannot spend its budget. */
    public List<HeaderField> logOut(Request request) {
        List<HeaderField> lines = new ArrayList<>(twins(request, remember));
        lines.add(remember.clear());
        // A planted twin that outlived the logout would log its owner in.
        lines.addAll(twins(request, session));
        lines.add(session.clear());
        return List.copyOf(lines);
    }

    /** Adds what a visit asks for to its answer. A session that got yet another token meanwhile keeps that one. */
    Response complete(Response answer, List<HeaderField> fromVisit) {
        boolean isRotated = answer.headers().stream().anyMatch(this::isSession);
        return answer.with(fromVisit.stream()
                .filter(line -> !isRotated || !isSession(line))
                .toList());
    }

    private boolean isSession(HeaderField line) {
        return line.name().equals("Set-Cookie") && line.value().startsWith(session.name() + "=");
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
