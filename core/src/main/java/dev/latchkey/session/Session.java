package dev.latchkey.session;

import dev.latchkey.principal.Principal;
import dev.latchkey.token.SessionId;
import java.time.Instant;
import java.util.Objects;

/**
 * One browser's login, as it stood when it was read.
 *
 * @param id its public name
 * @param principal who is logged in, as of the login
 * @param createdAt when it began
 * @param authenticatedAt when a credential was last proven
 * @param lastSeenAt its latest activity, to the minute: writing every request back would cost more than it tells
 * @param expiresAt when it ends whatever happens; no activity moves it
 */
public record Session(
        SessionId id,
        Principal principal,
        Instant createdAt,
        Instant authenticatedAt,
        Instant lastSeenAt,
        Instant expiresAt) {

    /** Refuses missing parts. */
    public Session {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(authenticatedAt, "authenticatedAt");
        Objects.requireNonNull(lastSeenAt, "lastSeenAt");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** The same session, seen at {@code now}; itself when it was seen later already. */
    public Session touchedAt(Instant now) {
        return now.isAfter(lastSeenAt) ? new Session(id, principal, createdAt, authenticatedAt, now, expiresAt) : this;
    }
}
