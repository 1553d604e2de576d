package dev.latchkey.http.api.events;

import dev.latchkey.http.exchange.Request;
import dev.latchkey.http.exchange.Response;
import dev.latchkey.http.guard.Access;
import dev.latchkey.http.guard.Guard;
import dev.latchkey.http.guard.Need;
import dev.latchkey.http.guard.Terms;
import dev.latchkey.http.problem.ErrorCode;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.route.Route;
import java.util.Optional;

/**
 * {@code GET /api/events}: a stream through which a browser hears within a second that its session is over, wherever that
 * happened. Opening it is no use of the session, and brings nobody back.
 */
public final class GetEvents {
    private final EventStreams streams;
    private final Guard guard;

    private GetEvents(EventStreams streams, Guard guard) {
        this.streams = streams;
        this.guard = guard;
    }

    /** Its route; empty where there are to be no streams. */
    public static Optional<Route> route(EventStreams streams, Guard guard) {
        return streams.isOn()
                ? Optional.of(Route.get("/events")
                        .prompt()
                        .on(Terms.ofTheApi(Need.MEMBER).passive().withoutReturn())
                        .may(ErrorCode.NOT_FOUND, ErrorCode.THROTTLED, ErrorCode.BUSY)
                        .forMembers(new GetEvents(streams, guard)::answer))
                : Optional.empty();
    }

    private Response answer(Request request, Access.Member member) {
        if (!request.takesLive()) {
            return refuse(ErrorCode.NOT_FOUND, "what serves this API here cannot keep an answer open");
        }
        return switch (streams.offer(member)) {
            case EventStreams.Offer.Opened(var stream) -> guard.answers().events(stream);
            case EventStreams.Offer.TooManyOfOne() ->
                refuse(ErrorCode.THROTTLED, "this address has as many event streams open as one may have");
            case EventStreams.Offer.TooMany() -> refuse(ErrorCode.BUSY, "as many event streams are open as may be");
        };
    }

    private Response refuse(ErrorCode code, String detail) {
        return guard.answers().refuse(Problem.of(code, detail));
    }
}
