package dev.latchkey.http.endpoint;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.RequestHeader;
import dev.latchkey.http.problem.Reason;
import dev.latchkey.session.EndReason;
import dev.latchkey.session.Resolution;
import dev.latchkey.session.Session;
import dev.latchkey.session.Sessions;
import dev.latchkey.token.SessionToken;
import java.util.function.Function;

/** Finds out who makes a request, from its session cookie alone (ASVS 5.0 V3.3.4: no header, query or body). */
public final class Visitors {
    private final Sessions sessions;
    private final String cookieName;

    /** Looks for that cookie and asks that service. */
    public Visitors(Sessions sessions, String cookieName) {
        this.sessions = sessions;
        this.cookieName = cookieName;
    }

    /** Who it is; a live session is thereby used. */
    public Visitor identify(Request request) {
        return identify(request, sessions::resolve);
    }

    /** Who it is, without moving the idle deadline. */
    public Visitor peek(Request request) {
        return identify(request, sessions::peek);
    }

    /** What the request brought, without asking anyone. */
    Presented presented(Request request) {
        return Presented.read(request.header(RequestHeader.COOKIE), cookieName);
    }

    private Visitor identify(Request request, Function<SessionToken, Resolution> resolver) {
        return switch (presented(request)) {
            case Presented.Nothing() -> new Visitor.LoggedOut(Reason.NONE);
            case Presented.Malformed() -> new Visitor.LoggedOut(Reason.UNKNOWN);
            case Presented.Conflict conflict -> new Visitor.LoggedOut(Reason.COOKIE_CONFLICT);
            case Presented.Token(SessionToken token) ->
                switch (resolver.apply(token)) {
                    case Resolution.Active(Session session) -> new Visitor.LoggedIn(session);
                    case Resolution.Ended(EndReason reason) -> new Visitor.LoggedOut(Reason.of(reason));
                    case Resolution.Unknown() -> new Visitor.LoggedOut(Reason.UNKNOWN);
                };
        };
    }
}
