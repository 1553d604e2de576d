package dev.latchkey.event;

import dev.latchkey.principal.PrincipalId;
import dev.latchkey.token.SeriesId;
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

    /** Guesses came too fast and the next was not looked at. */
    record Throttled(Instant at, ThrottleScope scope) implements AuthEvent {}

    /** Someone ended their own session. */
    record LoggedOut(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** A credential was proven again in a session, which got a new token. */
    record Reauthenticated(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /**
     * Sessions of one principal were ended for them.
     *
     * @param count how many, at least 1
     */
    record SessionsRevoked(Instant at, PrincipalId principal, int count) implements AuthEvent {}

    /** A newer session of the same principal pushed this one out. */
    record SessionReplaced(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** A session was seen in another browser and ended. */
    record SessionProtected(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** A browser asked to be remembered. */
    record RememberMeBegan(Instant at, PrincipalId principal, SeriesId series) implements AuthEvent {}

    /** A remembered browser came back without a session and got one. */
    record Remembered(Instant at, PrincipalId principal, SeriesId series, SessionId session) implements AuthEvent {}

    /**
     * A remember-me cookie came from another kind of browser than the one it was given to, and was not honoured. The
     * series lives on.
     */
    record RememberMeElsewhere(Instant at, PrincipalId principal, SeriesId series) implements AuthEvent {}

    /**
     * A spent remember-me token came back: the cookie was copied. Its series and every session of it ended; tell the
     * person.
     *
     * @param sessions how many sessions ended with it
     */
    record RememberMeStolen(Instant at, PrincipalId principal, SeriesId series, int sessions) implements AuthEvent {}

    /** Someone changed their password. */
    record PasswordChanged(Instant at, PrincipalId principal) implements AuthEvent {}

    /** Someone made an account. */
    record Registered(Instant at, PrincipalId principal) implements AuthEvent {}
}
