package dev.latchkey.core.audit;

import dev.latchkey.core.event.AuthEvent;
import dev.latchkey.core.principal.PrincipalId;
import dev.latchkey.core.token.SeriesId;
import dev.latchkey.core.token.SessionId;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of the audit log. What does not apply is an empty string.
 *
 * @param at when it happened; of several things counted together, the latest
 * @param kind what happened
 * @param principal to whom: a {@link dev.latchkey.core.principal.PrincipalId}
 * @param session in which session: a {@link dev.latchkey.core.token.SessionId}
 * @param series by which remember-me series: a {@link dev.latchkey.core.token.SeriesId}
 * @param network where from: the /24 or /48
 * @param detail one of few words that the kind explains; {@code by:} and an operator's name where one did it
 * @param count how often, or how many: see the kind; 1 where it says nothing of it
 */
public record AuditEntry(
        Instant at,
        AuditKind kind,
        String principal,
        String session,
        String series,
        String network,
        String detail,
        int count) {
    private static final String BY = "by:";

    /** Refuses missing parts. */
    public AuditEntry {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(session, "session");
        Objects.requireNonNull(series, "series");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(detail, "detail");
    }

    /**
     * The line for an event; empty for the three that any page causes by asking, which are for counters:
     * {@link AuthEvent.Unauthorized}, {@link AuthEvent.ReauthenticationRequired} and
     * {@link AuthEvent.UnknownSessionToken}.
     */
    public static Optional<AuditEntry> of(AuthEvent event) {
        return switch (event) {
            case AuthEvent.LoggedIn e ->
                Optional.of(line(e, AuditKind.LOGGED_IN)
                        .of(e.principal())
                        .in(e.session())
                        .from(e.network()));
            case AuthEvent.LoginRefused e ->
                Optional.of(line(e, AuditKind.LOGIN_REFUSED).of(e.principal()).from(e.network()));
            case AuthEvent.LoginRefusedForUnknownUser e ->
                Optional.of(line(e, AuditKind.LOGIN_REFUSED_FOR_UNKNOWN_USER).from(e.network()));
            case AuthEvent.Throttled e ->
                Optional.of(line(e, AuditKind.THROTTLED)
                        .from(e.network())
                        .detailed(e.scope().name().toLowerCase(Locale.ROOT)));
            case AuthEvent.LoggedOut e ->
                Optional.of(line(e, AuditKind.LOGGED_OUT).of(e.principal()).in(e.session()));
            case AuthEvent.Reauthenticated e ->
                Optional.of(line(e, AuditKind.REAUTHENTICATED)
                        .of(e.principal())
                        .in(e.session())
                        .from(e.network()));
            case AuthEvent.ReauthenticationRefused e ->
                Optional.of(line(e, AuditKind.REAUTHENTICATION_REFUSED)
                        .of(e.principal())
                        .in(e.session()));
            case AuthEvent.ReauthenticationRequired e -> Optional.empty();
            case AuthEvent.Unauthorized e -> Optional.empty();
            case AuthEvent.UnknownSessionToken e -> Optional.empty();
            case AuthEvent.UnknownSessionTokens e ->
                Optional.of(line(e, AuditKind.UNKNOWN_SESSION_TOKENS)
                        .from(e.network())
                        .counting(e.count()));
            case AuthEvent.SessionsRevoked e ->
                Optional.of(
                        line(e, AuditKind.SESSIONS_REVOKED).of(e.principal()).counting(e.count()));
            case AuthEvent.SessionReplaced e ->
                Optional.of(
                        line(e, AuditKind.SESSION_REPLACED).of(e.principal()).in(e.session()));
            case AuthEvent.SessionProtected e ->
                Optional.of(line(e, AuditKind.SESSION_PROTECTED)
                        .of(e.principal())
                        .in(e.session())
                        .from(e.network()));
            case AuthEvent.RememberMeBegan e ->
                Optional.of(
                        line(e, AuditKind.REMEMBER_ME_BEGAN).of(e.principal()).by(e.series()));
            case AuthEvent.Remembered e ->
                Optional.of(line(e, AuditKind.REMEMBERED)
                        .of(e.principal())
                        .by(e.series())
                        .in(e.session())
                        .from(e.network()));
            case AuthEvent.RememberMeElsewhere e ->
                Optional.of(line(e, AuditKind.REMEMBER_ME_ELSEWHERE)
                        .of(e.principal())
                        .by(e.series())
                        .from(e.network()));
            case AuthEvent.RememberMeStolen e ->
                Optional.of(line(e, AuditKind.REMEMBER_ME_STOLEN)
                        .of(e.principal())
                        .by(e.series())
                        .from(e.network())
                        .counting(e.sessions()));
            case AuthEvent.PasswordChanged e ->
                Optional.of(line(e, AuditKind.PASSWORD_CHANGED).of(e.principal()));
            case AuthEvent.Registered e ->
                Optional.of(line(e, AuditKind.REGISTERED).of(e.principal()));
            case AuthEvent.UserAdded e ->
                Optional.of(line(e, AuditKind.USER_ADDED).of(e.principal()));
            case AuthEvent.UserImported e ->
                Optional.of(line(e, AuditKind.USER_IMPORTED).of(e.principal()));
            case AuthEvent.KeysRotated e -> Optional.of(line(e, AuditKind.KEYS_ROTATED));
            case AuthEvent.FormerKeysForgotten e ->
                Optional.of(line(e, AuditKind.FORMER_KEYS_FORGOTTEN).counting(e.count()));
            case AuthEvent.BackedUp e -> Optional.of(line(e, AuditKind.BACKED_UP));
            case AuthEvent.Restored e -> Optional.of(line(e, AuditKind.RESTORED));
            case AuthEvent.PasswordReset e ->
                Optional.of(line(e, AuditKind.PASSWORD_RESET).of(e.principal()));
            case AuthEvent.UserDisabled e ->
                Optional.of(line(e, AuditKind.USER_DISABLED).of(e.principal()));
            case AuthEvent.UserEnabled e ->
                Optional.of(line(e, AuditKind.USER_ENABLED).of(e.principal()));
            case AuthEvent.UserDeleted e ->
                Optional.of(line(e, AuditKind.USER_DELETED).of(e.principal()));
        };
    }

    private static AuditEntry line(AuthEvent event, AuditKind kind) {
        return new AuditEntry(event.at(), kind, "", "", "", "", "", 1);
    }

    private AuditEntry of(PrincipalId value) {
        return new AuditEntry(at, kind, value.value(), session, series, network, detail, count);
    }

    private AuditEntry in(SessionId value) {
        return new AuditEntry(at, kind, principal, value.value(), series, network, detail, count);
    }

    private AuditEntry by(SeriesId value) {
        return new AuditEntry(at, kind, principal, session, value.value(), network, detail, count);
    }

    private AuditEntry from(String value) {
        return new AuditEntry(at, kind, principal, session, series, value, detail, count);
    }

    private AuditEntry detailed(String value) {
        return new AuditEntry(at, kind, principal, session, series, network, value, count);
    }

    /**
     * The same, saying who did it: an operator, by a name of the operating system.
     *
     * @throws IllegalArgumentException when the name is empty, longer than 64 characters, or has other characters than
     *     visible ones of ASCII
     */
    public AuditEntry doneBy(String operator) {
        if (!operator.matches("[!-~]{1,64}")) {
            throw new IllegalArgumentException("an operator's name has 1 to 64 visible ASCII characters");
        }
        return detailed(BY + operator);
    }

    /** The same with another count. */
    AuditEntry counting(int value) {
        return new AuditEntry(at, kind, principal, session, series, network, detail, value);
    }

    /** The same at another time. */
    AuditEntry at(Instant value) {
        return new AuditEntry(value, kind, principal, session, series, network, detail, count);
    }
}
