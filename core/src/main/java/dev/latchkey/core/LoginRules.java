package dev.latchkey.core;

import dev.latchkey.core.audit.AuditTrail;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberPolicy;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.throttle.ThrottlePolicy;
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

    /** Begins rules that differ from {@link #DEFAULT} in what is said. */
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /** Begins rules that differ from these in what is said. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Options of {@link LoginRules}, each meaning what the component of its name does. Not thread-safe. */
    public static final class Builder {
        private SessionPolicy sessions;
        private int maxPerPrincipal;
        private Optional<RememberPolicy> remember;
        private Duration freshFor;
        private SessionProtection protection;
        private ThrottlePolicy throttle;
        private boolean isRegistrationOpen;
        private int minPasswordLength;
        private Duration auditKept;

        private Builder(LoginRules rules) {
            this.sessions = rules.sessions;
            this.maxPerPrincipal = rules.maxPerPrincipal;
            this.remember = rules.remember;
            this.freshFor = rules.freshFor;
            this.protection = rules.protection;
            this.throttle = rules.throttle;
            this.isRegistrationOpen = rules.isRegistrationOpen;
            this.minPasswordLength = rules.minPasswordLength;
            this.auditKept = rules.auditKept;
        }

        /** How long sessions live. Default: {@link SessionPolicy#DEFAULT}. */
        public Builder sessions(SessionPolicy value) {
            this.sessions = value;
            return this;
        }

        /** How many sessions a user has at once (ASVS 5.0 V7.1.2), 1 or more. Default: any number. */
        public Builder maxPerPrincipal(int value) {
            this.maxPerPrincipal = value;
            return this;
        }

        /** How long browsers are remembered that ask for it. Default: {@link RememberPolicy#DEFAULT}. */
        public Builder remember(RememberPolicy value) {
            this.remember = Optional.of(value);
            return this;
        }

        /** Nobody is remembered, whatever they ask. */
        public Builder rememberNobody() {
            this.remember = Optional.empty();
            return this;
        }

        /** How long a proven password counts as recent, 1 second to 24 hours. Default: 5 minutes. */
        public Builder freshFor(Duration value) {
            this.freshFor = value;
            return this;
        }

        /** What follows when a browser changed. Default: {@link SessionProtection#DEFAULT}. */
        public Builder protection(SessionProtection value) {
            this.protection = value;
            return this;
        }

        /** How many passwords may be tried. Default: {@link ThrottlePolicy#DEFAULT}. */
        public Builder throttle(ThrottlePolicy value) {
            this.throttle = value;
            return this;
        }

        /** Anyone may make an account. Default: an operator does. */
        public Builder openRegistration() {
            this.isRegistrationOpen = true;
            return this;
        }

        /** Of passwords that people choose, in characters. Default: {@link PasswordRules#DEFAULT_MIN_LENGTH}. */
        public Builder minPasswordLength(int value) {
            this.minPasswordLength = value;
            return this;
        }

        /** How long audit lines are kept, at least 1 day. Default: {@link AuditTrail#DEFAULT_KEPT}. */
        public Builder auditKept(Duration value) {
            this.auditKept = value;
            return this;
        }

        /**
         * Makes the rules.
         *
         * @throws NullPointerException when one was given as null
         */
        public LoginRules build() {
            return new LoginRules(
                    sessions,
                    maxPerPrincipal,
                    remember,
                    freshFor,
                    protection,
                    throttle,
                    isRegistrationOpen,
                    minPasswordLength,
                    auditKept);
        }
    }
}
