package dev.latchkey.spring;

import dev.latchkey.Latchkey;
import dev.latchkey.core.account.User;
import dev.latchkey.core.principal.Username;
import dev.latchkey.core.session.Session;
import java.time.Instant;
import java.util.List;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Where a person is logged in, and the end of it, for an operator: {@code GET} and {@code DELETE} of {@code
 * /actuator/latchkey/{username}}.
 */
@Endpoint(id = "latchkey")
class SessionsEndpoint {
    private final Latchkey latchkey;
    private final LatchkeySessions sessions;

    SessionsEndpoint(Latchkey latchkey, LatchkeySessions sessions) {
        this.latchkey = latchkey;
        this.sessions = sessions;
    }

    /** One session as it is shown: nothing by which anybody could take it over. */
    record Shown(
            String id,
            String browser,
            String platform,
            String network,
            Instant createdAt,
            Instant lastSeenAt,
            boolean remembered) {
        private static Shown of(Session session) {
            return new Shown(
                    session.id().value(),
                    session.browser().family(),
                    session.browser().platform(),
                    session.browser().network(),
                    session.createdAt(),
                    session.lastSeenAt(),
                    session.isRemembered());
        }
    }

    /** Where that person is logged in; 404 when there is nobody of that name. */
    @ReadOperation
    WebEndpointResponse<List<Shown>> list(@Selector String username) {
        return Username.parse(username)
                .flatMap(latchkey.installation().stores().users()::find)
                .map(User::id)
                .map(latchkey.installation().stores().sessions()::list)
                .map(found ->
                        new WebEndpointResponse<>(found.stream().map(Shown::of).toList()))
                .orElseGet(() -> new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND));
    }

    /** Logs that person out everywhere. */
    @DeleteOperation
    void end(@Selector String username) {
        sessions.endAll(username);
    }
}
