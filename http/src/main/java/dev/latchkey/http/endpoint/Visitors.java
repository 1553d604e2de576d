package dev.latchkey.http.endpoint;

import dev.latchkey.browser.Client;
import dev.latchkey.http.browser.Clients;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.login.Visits;
import dev.latchkey.remember.RememberGrant;
import dev.latchkey.remember.RememberOutcome;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Resolution;
import dev.latchkey.session.Session;
import dev.latchkey.session.Standing;
import dev.latchkey.token.RememberToken;
import dev.latchkey.token.SessionToken;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out who makes a request, from its cookies alone (ASVS 5.0 V3.3.4: no header, query or body). A browser without a
 * usable session that is remembered gets a new one within the same request.
 */
public final class Visitors {
    private static final Resolution NOTHING = new Resolution.Unknown();

    private final Visits visits;
    private final Clients clients;
    private final LoginCookies cookies;
    private final SessionView view;

    Visitors(Visits visits, Clients clients, LoginCookies cookies, SessionView view) {
        this.visits = visits;
        this.clients = clients;
        this.cookies = cookies;
        this.view = view;
    }

    /** Who it is; a live session is thereby used, unless the request says that nobody caused it. */
    public Visit identify(Request request) {
        return isPassive(request) ? peek(request) : identify(request, true, returning(request));
    }

    /** Who it is, without moving the idle deadline. */
    public Visit peek(Request request) {
        return identify(request, false, returning(request));
    }

    /**
     * Who it is, without bringing anybody back: for a proxy that asks, and may well drop the cookies of the answer, and
     * for whoever cannot set cookies any more. A spent remember-me token whose successor got lost costs its browser the
     * login sooner or later.
     */
    public Visit identifyForProxy(Request request) {
        return identify(request, !isPassive(request), Returning.NEVER);
    }

    private static boolean isPassive(Request request) {
        List<String> lines = request.header(RequestHeader.LATCHKEY_PASSIVE);
        return lines.size() == 1 && lines.getFirst().equals("1");
    }

    /** What becomes of a remember-me token where the session is over. */
    private enum Returning {
        /** It is spent, and the answer sets the cookies that take its place. */
        BY_TOKEN,
        /** It is not looked up, and the answer says whether it is one of ours. */
        TOLD,
        /** Nobody looks at it. */
        NEVER
    }

    /** Whatever the line says: who misspells it loses the answer's cookies all the same. */
    private static Returning returning(Request request) {
        return request.header(RequestHeader.LATCHKEY_RESTORE).isEmpty() ? Returning.BY_TOKEN : Returning.TOLD;
    }

    private Visit identify(Request request, boolean isUse, Returning returning) {
        return switch (cookies.session(request)) {
            case Presented.Conflict<SessionToken> conflict -> new Visit.Stranger(Reason.COOKIE_CONFLICT);
            case Presented.Nothing<SessionToken>() -> stranger(request, Reason.NONE, NOTHING, returning);
            case Presented.Malformed<SessionToken>() -> stranger(request, Reason.UNKNOWN, NOTHING, returning);
            case Presented.Token<SessionToken>(SessionToken token) -> {
                Client client = clients.of(request);
                Resolution resolution = isUse ? visits.resolve(token, client) : visits.peek(token, client);
                yield switch (resolution) {
                    case Resolution.Active active -> member(active, token, client, List.of());
                    case Resolution.Ended(EndReason reason) ->
                        stranger(
                                request,
                                Reason.of(reason),
                                resolution,
                                Visits.mayReturn(resolution) ? returning : Returning.NEVER);
                    case Resolution.Unknown() -> stranger(request, Reason.UNKNOWN, resolution, returning);
                };
            }
        };
    }

    private Visit.Member member(
            Resolution.Active active, SessionToken token, Client client, List<HeaderField> newCookies) {
        HeaderField expiresIn = view.expiresIn(active.session());
        if (newCookies.isEmpty()) {
            return new Visit.Member(active, token, client, List.of(expiresIn));
        }
        List<HeaderField> headers = new ArrayList<>(newCookies);
        headers.add(expiresIn);
        return new Visit.Member(active, token, client, headers);
    }

    /** Nobody for that reason, unless the browser is remembered. */
    private Visit stranger(Request request, Reason reason, Resolution shown, Returning returning) {
        if (returning == Returning.NEVER) {
            return new Visit.Stranger(reason);
        }
        return switch (cookies.remember(request)) {
            case Presented.Nothing<RememberToken>() -> new Visit.Stranger(reason);
            case Presented.Malformed<RememberToken>() -> new Visit.Stranger(reason);
            case Presented.Conflict<RememberToken> conflict -> new Visit.Stranger(Reason.COOKIE_CONFLICT);
            case Presented.Token<RememberToken>(RememberToken token) ->
                returning == Returning.BY_TOKEN
                        ? bringBack(clients.of(request), token, shown, reason)
                        : new Visit.Stranger(reason, visits.recognises(token));
        };
    }

    private Visit bringBack(Client client, RememberToken remembered, Resolution shown, Reason reason) {
        return switch (visits.restore(remembered, client, shown)) {
            case RememberOutcome.Restored(
                    SessionToken token,
                    Session session,
                    Standing standing,
                    RememberGrant successor) ->
                member(
                        new Resolution.Active(session, standing),
                        token,
                        client,
                        // The browser has newer ones, which a late answer must not overwrite.
                        standing == Standing.PREDECESSOR ? List.of() : cookies.restore(token, successor));
            case RememberOutcome.Stolen() -> new Visit.Stranger(Reason.STOLEN);
            case RememberOutcome.Elsewhere() -> new Visit.Stranger(Reason.PROTECTED);
            case RememberOutcome.Ended(EndReason ended) -> new Visit.Stranger(Reason.of(ended));
            case RememberOutcome.Unknown() -> new Visit.Stranger(reason);
        };
    }
}
