package dev.latchkey.core.event;

import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import java.time.Instant;

/**
 * Something worth an audit line or a count (ASVS 5.0 V16.3.1): ids, instants and network prefixes only, no text that a
 * stranger typed.
 *
 * <p>A {@code network} is the /24 or /48 that the request came from, as in {@code 203.0.113.0/24}; an empty string when
 * it is unknown.
 */
public sealed interface AuthEvent {
    /** When it happened, by the clock of the service that saw it. */
    Instant at();

    /** A credential was proven and a session began. */
    record LoggedIn(Instant at, PrincipalId principal, SessionId session, String network) implements AuthEvent {}

    /** A credential was refused for a user who exists: it was wrong, or the user is disabled. */
    record LoginRefused(Instant at, PrincipalId principal, String network) implements AuthEvent {}

    /** A credential was refused for a name that nobody has. */
    record LoginRefusedForUnknownUser(Instant at, String network) implements AuthEvent {}

    /** Guesses came too fast and the next was not looked at. */
    record Throttled(Instant at, ThrottleScope scope, String network) implements AuthEvent {}

    /** Someone ended their own session. */
    record LoggedOut(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** A credential was proven again in a session, which got a new token. */
    record Reauthenticated(Instant at, PrincipalId principal, SessionId session, String network) implements AuthEvent {}

    /** A credential was refused within a session: whoever sits there does not know the password. */
    record ReauthenticationRefused(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** Something needed a fresh session and this one was not: the password is to be asked for. */
    record ReauthenticationRequired(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** Something needed a session and there was none that lives. */
    record Unauthorized(Instant at) implements AuthEvent {}

    /** A session token came that belongs to no session, and perhaps never did. */
    record UnknownSessionToken(Instant at, String network) implements AuthEvent {}

    /**
     * So many unknown session tokens came from one network within minutes that somebody may be trying them. Told once
     * per network and while.
     *
     * @param count how many had come when it was told
     */
    record UnknownSessionTokens(Instant at, String network, int count) implements AuthEvent {}

    /**
     * Sessions of one principal were ended for them.
     *
     * @param count how many, at least 1
     */
    record SessionsRevoked(Instant at, PrincipalId principal, int count) implements AuthEvent {}

    /** A newer session of the same principal pushed this one out. */
    record SessionReplaced(Instant at, PrincipalId principal, SessionId session) implements AuthEvent {}

    /** A session was seen in another browser, in that network, and ended. */
    record SessionProtected(Instant at, PrincipalId principal, SessionId session, String network)
            implements AuthEvent {}

    /** A browser asked to be remembered. */
    record RememberMeBegan(Instant at, PrincipalId principal, SeriesId series) implements AuthEvent {}

    /** A remembered browser came back without a session and got one. */
    record Remembered(Instant at, PrincipalId principal, SeriesId series, SessionId session, String network)
            implements AuthEvent {}

    /**
     * A remember-me cookie came from another kind of browser than the one it was given to, and was not honoured. The
     * series lives on.
     */
    record RememberMeElsewhere(Instant at, PrincipalId principal, SeriesId series, String network)
            implements AuthEvent {}

    /**
     * A spent remember-me token came back: the cookie was copied. Its series and every session of it ended; tell the
     * person.
     *
     * @param sessions how many sessions ended with it
     * @param network where the spent token came from, which may be the thief or the owner
     */
    record RememberMeStolen(Instant at, PrincipalId principal, SeriesId series, int sessions, String network)
            implements AuthEvent {}

    /** Someone changed their password. */
    record PasswordChanged(Instant at, PrincipalId principal) implements AuthEvent {}

    /** Someone made an account for themselves. */
    record Registered(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator added a user. */
    record UserAdded(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator brought a user in from another product. */
    record UserImported(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator gave a user a new password. */
    record PasswordReset(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator shut a user out. */
    record UserDisabled(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator let a user in again. */
    record UserEnabled(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator deleted a user. */
    record UserDeleted(Instant at, PrincipalId principal) implements AuthEvent {}

    /** An operator gave the keys that cookies and tokens are signed with a new version. */
    record KeysRotated(Instant at) implements AuthEvent {}

    /**
     * An operator had former versions of the keys forgotten.
     *
     * @param count how many
     */
    record FormerKeysForgotten(Instant at, int count) implements AuthEvent {}

    /** An operator copied everything that is stored. */
    record BackedUp(Instant at) implements AuthEvent {}

    /** An operator put a copy in the place of everything that was stored. */
    record Restored(Instant at) implements AuthEvent {}
}
