package dev.latchkey.server.config;

import dev.latchkey.protection.SessionProtection;
import dev.latchkey.remember.RememberPolicy;
import dev.latchkey.throttle.ThrottlePolicy;
import java.time.Duration;
import java.util.Optional;

/**
 * What holds during a login's life.
 *
 * @param remember how long browsers are remembered; empty where nobody is
 * @param freshFor how long a proven password counts as recent
 * @param maxSessionsPerUser how many sessions a user may have; {@link Integer#MAX_VALUE} for any number
 * @param protection what follows when something about the browser changed
 * @param throttle how many passwords may be tried
 * @param isRegistrationOpen whether anyone may make an account
 * @param minPasswordLength of passwords that people choose, in characters
 * @param auditKept how long audit lines are kept
 */
public record LifeSettings(
        Optional<RememberPolicy> remember,
        Duration freshFor,
        int maxSessionsPerUser,
        SessionProtection protection,
        ThrottlePolicy throttle,
        boolean isRegistrationOpen,
        int minPasswordLength,
        Duration auditKept) {}
