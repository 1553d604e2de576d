package dev.latchkey.throttle;

import java.time.Duration;
import java.util.Objects;

/**
 * The budgets.
 *
 * @param account of a name, for browsers that never logged in with it; whether a user of that name exists changes
 *     nothing
 * @param device of one browser that logged in with the name before, or of one session whose password is asked for again
 * @param address of one IPv4 address or IPv6 /64, over all names; successful logins do not count
 * @param global of everyone together but known devices; successful logins do not count
 */
public record ThrottlePolicy(ThrottleRule account, ThrottleRule device, ThrottleRule address, ThrottleRule global) {
    /**
     * Account and device: 5 free, then 1 second growing to 15 minutes, which leaves a stranger about 100 guesses a day
     * (NIST SP 800-63B §3.2.2). Address: 50, then one in 10 seconds. Global: 2000, then 10 a second.
     */
    public static final ThrottlePolicy DEFAULT = new ThrottlePolicy(
            new ThrottleRule(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofHours(1)),
            new ThrottleRule(5, Duration.ofSeconds(1), Duration.ofMinutes(15), Duration.ofMinutes(15)),
            ThrottleRule.steady(50, Duration.ofSeconds(10)),
            ThrottleRule.steady(2000, Duration.ofMillis(100)));

    /** Refuses missing parts. */
    public ThrottlePolicy {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(global, "global");
    }
}
