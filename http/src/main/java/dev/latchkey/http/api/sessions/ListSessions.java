package dev.latchkey.http.api.sessions;

import dev.latchkey.core.Installation;
import dev.latchkey.core.browser.Browser;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.login.OwnSessions;
import dev.latchkey.core.session.Session;
import dev.latchkey.core.token.SessionId;
import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.route.Route;
import dev.latchkey.http.wire.InstantText;
import dev.latchkey.http.wire.JsonWriter;
import java.util.List;

/** {@code GET /api/sessions}: where one is logged in. What a person may see of their other sessions is listed here. */
public final class ListSessions {
    private final OwnSessions ownSessions;
    private final Guard guard;

    private ListSessions(OwnSessions ownSessions, Guard guard) {
        this.ownSessions = ownSessions;
        this.guard = guard;
    }

    /** Its route. */
    public static Route route(Installation services, Guard guard) {
        return Route.get("/sessions")
                .may(ErrorCode.REAUTHENTICATION_REQUIRED)
                .forMembers(new ListSessions(services.ownSessions(), guard)::answer);
    }

    private Response answer(Request request, Access.Member member) {
        // A token that was rotated away says nothing of the owner's other browsers.
        return Freshness.judgeOwner(member.resolution())
                .map(owner -> guard.answers()
                        .ok(sessions(ownSessions.list(owner), member.session().id())))
                .orElseGet(() -> guard.askForProof(member));
    }

    private static byte[] sessions(List<Session> sessions, SessionId current) {
        return JsonWriter.object(json -> json.objects(
                "sessions",
                sessions,
                (each, session) -> each.text("id", session.id().value())
                        .text("device", deviceName(session.browser()))
                        .text("network", session.browser().network())
                        .text("createdAt", InstantText.of(session.createdAt()))
                        .text("lastSeenAt", InstantText.of(session.lastSeenAt()))
                        .text("authenticatedAt", InstantText.of(session.authenticatedAt()))
                        .flag("remembered", session.isRemembered())
                        .flag("current", session.id().equals(current))));
    }

    /** What people call a browser: {@code Firefox on Linux}. */
    private static String deviceName(Browser browser) {
        String family = browser.family().isEmpty() ? "Unknown browser" : browser.family();
        return browser.platform().isEmpty() ? family : family + " on " + browser.platform();
    }
}
