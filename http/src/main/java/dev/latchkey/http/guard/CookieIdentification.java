package dev.latchkey.http.guard;

import dev.latchkey.core.browser.Client;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.login.Identification;
import dev.latchkey.core.remember.RememberGrant;
import dev.latchkey.core.remember.RememberOutcome;
import dev.latchkey.core.session.EndReason;
import dev.latchkey.core.session.Resolution;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.session.Standing;
import dev.latchkey.core.token.RememberToken;
import dev.latchkey.core.token.SessionToken;
import dev.latchkey.http.browser.ClientReader;
import dev.latchkey.http.exchange.HeaderField;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.problem.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds out who makes a request, from its cookies alone (ASVS 5.0 V3.3.4: no header, query or body). A browser without a
 * usable session that is remembered gets a new one within the same request. Reads no clock: the moment is given.
 */
final class CookieIdentification {
    private static final Resolution NOTHING = new Resolution.Unknown();

    private final Identification identification;
    private final Freshness freshness;
    private final ClientReader clientReader;
    private final LoginCookies cookies;
    private final SessionView view;

    CookieIdentification(
            Identification identification,
            Freshness freshness,
            ClientReader clientReader,
            LoginCookies cookies,
            SessionView view) {
        this.identification = identification;
        this.freshness = freshness;
        this.clientReader = clientReader;
        this.cookies = cookies;
        this.view = view;
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

    /**
     * Who it is: a {@link Access.Member} or a {@link Access.Stranger}. A live session is used thereby where the terms say
     * so, unless the request says that nobody caused it.
     *
     * <p>Where nobody is brought back, the cookies of the answer may well get lost, and a spent remember-me token whose
     * successor got lost costs its browser the login sooner or later.
     */
    Access identify(Request request, Terms terms, Instant now) {
        boolean isUse = terms.isUse() && !isPassive(request);
        Returning returning = terms.mayRestore() ? returning(request) : Returning.NEVER;
        return switch (cookies.session(request)) {
            case SentCookie.Conflict<SessionToken> conflict -> new Access.Stranger(Reason.COOKIE_CONFLICT);
            case SentCookie.Nothing<SessionToken>() -> stranger(request, Reason.NONE, NOTHING, returning, now);
            case SentCookie.Malformed<SessionToken>() -> stranger(request, Reason.UNKNOWN, NOTHING, returning, now);
            case SentCookie.Token<SessionToken>(SessionToken token) -> {
                Client client = clientReader.of(request);
                Resolution resolution =
                        isUse ? identification.resolve(token, client, now) : identification.peek(token, client, now);
                yield switch (resolution) {
                    case Resolution.Active active ->
                        member(active, token, client, now, moved(request, active, returning));
                    case Resolution.Ended(EndReason reason) ->
                        stranger(
                                request,
                                Reason.of(reason),
                                resolution,
                                Identification.mayReturn(resolution) ? returning : Returning.NEVER,
                                now);
                    case Resolution.Unknown() -> stranger(request, Reason.UNKNOWN, resolution, returning, now);
                };
            }
        };
    }

    /** The browser's cookies under their names of today, where they came under others and the answer arrives. */
    private List<HeaderField> moved(Request request, Resolution.Active active, Returning returning) {
        boolean isLate = active.standing() == Standing.PREDECESSOR; // the browser has a newer one
        return returning == Returning.BY_TOKEN && !isLate ? cookies.move(request) : List.of();
    }

    private static boolean isPassive(Request request) {
        List<String> lines = request.header(RequestHeader.LATCHKEY_PASSIVE);
        return lines.size() == 1 && lines.getFirst().equals("1");
    }

    /** Whatever the line says: who misspells it loses the answer's cookies all the same. */
    private static Returning returning(Request request) {
        return request.header(RequestHeader.LATCHKEY_RESTORE).isEmpty() ? Returning.BY_TOKEN : Returning.TOLD;
    }

    private Access.Member member(
            Resolution.Active active, SessionToken token, Client client, Instant now, List<HeaderField> newCookies) {
        HeaderField expiresIn = view.expiresIn(active.session(), now);
        List<HeaderField> headers;
        if (newCookies.isEmpty()) {
            headers = List.of(expiresIn);
        } else {
            headers = new ArrayList<>(newCookies);
            headers.add(expiresIn);
        }
        return new Access.Member(active, freshness.judge(active, now), token, client, now, headers);
    }

    /** Nobody for that reason, unless the browser is remembered. */
    private Access stranger(Request request, Reason reason, Resolution shown, Returning returning, Instant now) {
        if (returning == Returning.NEVER) {
            return new Access.Stranger(reason);
        }
        return switch (cookies.remember(request)) {
            case SentCookie.Nothing<RememberToken>() -> new Access.Stranger(reason);
            case SentCookie.Malformed<RememberToken>() -> new Access.Stranger(reason);
            case SentCookie.Conflict<RememberToken> conflict -> new Access.Stranger(Reason.COOKIE_CONFLICT);
            case SentCookie.Token<RememberToken>(RememberToken token) ->
                returning == Returning.BY_TOKEN
                        ? bringBack(request, token, shown, reason, now)
                        : new Access.Stranger(reason, identification.recognises(token), List.of());
        };
    }

    private Access bringBack(Request request, RememberToken remembered, Resolution shown, Reason reason, Instant now) {
        Client client = clientReader.of(request);
        return switch (identification.restore(remembered, client, shown, now)) {
            case RememberOutcome.Restored(
                    SessionToken token,
                    Session session,
                    Standing standing,
                    RememberGrant successor) ->
                member(
                        new Resolution.Active(session, standing),
                        token,
                        client,
                        now,
                        // The browser has newer ones, which a late answer must not overwrite.
                        standing == Standing.PREDECESSOR ? List.of() : cookies.restore(request, token, successor));
            case RememberOutcome.Stolen() -> new Access.Stranger(Reason.STOLEN);
            case RememberOutcome.Elsewhere() -> new Access.Stranger(Reason.PROTECTED);
            case RememberOutcome.Ended(EndReason ended) -> new Access.Stranger(Reason.of(ended));
            case RememberOutcome.Unknown() -> new Access.Stranger(reason);
        };
    }
}
