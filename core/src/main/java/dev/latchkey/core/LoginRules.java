package dev.latchkey.core;

import dev.latchkey.audit.AuditTrail;
import dev.latchkey.freshness.Freshness;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.registration.PasswordRules;
import dev.latchkey.remember.RememberPolicy;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What holds during a login's life. {@link #DEFAULT} is what each service does unless told otherwise.
 *
 * @param sessions how long sessions live
 * @param maxPerPrincipal how many sessions a user has at once, 1 or more; {@link Integer#MAX_VALUE} for any number
 * @param remember how long browsers are remembered; empty where nobody is
 * @param freshFor how long a proven password counts as recent, 1 second to 24 hours
 * @param protection what follows when something about the browser changed
 * @param throttle how many passwords may be tried
 * @param isRegistrationOpen whether anyone may make an account
 * @param minPasswordLength of passwords that people choose, in characters
 * @param auditKept how long audit lines are kept, at least 1 day
 */
public record LoginRules(
        SessionPolicy sessions,
        int maxPerPrincipal,
        Optional<RememberPolicy> remember,
        Duration freshFor,
        SessionProtection protection,
        ThrottlePolicy throttle,
        boolean isRegistrationOpen,
        int minPasswordLength,
        Duration auditKept) {
    /** Browsers that ask for it are remembered, nobody but an operator makes accounts, any number of sessions. */
    public static final LoginRules DEFAULT = new LoginRules(
            SessionPolicy.DEFAULT,
            Integer.MAX_VALUE,
            Optional.of(RememberPolicy.DEFAULT),
            Freshness.DEFAULT_FRESH_FOR,
            SessionProtection.DEFAULT,
            ThrottlePolicy.DEFAULT,
            false,
            PasswordRules.DEFAULT_MIN_LENGTH,
            AuditTrail.DEFAULT_KEPT);

    /** Refuses missing parts; whether the numbers are in range is judged by the services that go by them. */
    public LoginRules {
        Objects.requireNonNull(sessions, "sessions");
        Objects.requireNonNull(remember, "remember");
        Objects.requireNonNull(freshFor, "freshFor");
        Objects.requireNonNull(protection, "protection");
        Objects.requireNonNull(throttle, "throttle");
        Objects.requireNonNull(auditKept, "auditKept");
    }

    /** The same with sessions that live for another time. */
    public LoginRules with(SessionPolicy value) {
        return new LoginRules(
                value,
                maxPerPrincipal,
                remember,
                freshFor,
                protection,
                throttle,
                isRegistrationOpen,
                minPasswordLength,
                auditKept);
    }

    /** The same with another maximum of sessions that a user has at once (ASVS 5.0 V7.1.2). */
    public LoginRules withMaxPerPrincipal(int value) {
        return new LoginRules(
                sessions,
                value,
                remember,
                freshFor,
                protection,
                throttle,
                isRegistrationOpen,
                minPasswordLength,
                auditKept);
    }

    /** The same with browsers remembered by that policy. */
    public LoginRules with(RememberPolicy value) {
        return remembering(Optional.of(value));
    }

    /** The same, and nobody is remembered, whatever they ask. */
    public LoginRules rememberingNobody() {
        return remembering(Optional.empty());
    }

    private LoginRules remembering(Optional<RememberPolicy> value) {
        return new LoginRules(
                sessions,
                maxPerPrincipal,
                value,
                freshFor,
                protection,
                throttle,
                isRegistrationOpen,
                minPasswordLength,
                auditKept);
    }

    /** The same with passwords that stay recent for another time. */
    public LoginRules withFreshFor(Duration value) {
        return new LoginRules(
                sessions,
                maxPerPrincipal,
                remember,
                value,
                protection,
                throttle,
                isRegistrationOpen,
                minPasswordLength,
                auditKept);
    }

    /** The same with another protection of sessions. */
    public LoginRules with(SessionProtection value) {
        return new LoginRules(
                sessions,
                maxPerPrincipal,
                remember,
                freshFor,
                value,
                throttle,
                isRegistrationOpen,
                minPasswordLength,
                auditKept);
    }

    /** The same with other budgets of guesses. */
    public LoginRules with(ThrottlePolicy value) {
        return new LoginRules(
                sessions,
                maxPerPrincipal,
                remember,
                freshFor,
                protection,
                value,
                isRegistrationOpen,
                minPasswordLength,
                auditKept);
    }

    /** The same, and anyone may make an account. */
    public LoginRules withOpenRegistration() {
        return new LoginRules(
                sessions,
                maxPerPrincipal,
                remember,
                freshFor,
                protection,
                throttle,
                true,
                minPasswordLength,
                auditKept);
    }
}
