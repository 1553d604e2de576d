package dev.latchkey.event;

import dev.latchkey.principal.PrincipalId;
import dev.latchkey.token.SessionId;
import java.time.Instant;

/** Something worth an audit line (ASVS 5.0 V16.3.1): ids and instants only, no text that a stranger typed. */
public sealed interface AuthEvent {
    /** When it happened, by the clock of the service that saw it. */
    Instant at();

    /** A credential was proven and a session began. */
    record LoggedIn(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** A credential was refused for a user who exists: it was wrong, or the user is disabled. */
    record LoginRefused(Instant at, PrincipalId principal) implements AuthEvent {}

    /** A credential was refused for a name that nobody has. */
    record LoginRefusedForUnknownUser(Instant at) implements AuthEvent {}

    /** Someone ended their own session. */
    record LoggedOut(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /**
     * Sessions of one principal were ended for them.
     *
     * @param count how many, at least 1
     */
    record SessionsRevoked(Instant at, PrincipalId principal, int count) implements AuthEvent {}
}
