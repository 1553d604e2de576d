package dev.latchkey.core.throttle;

import java.time.Duration;
import java.util.Objects;

/**
 * The budgets. Four are chosen; the others follow from them, so that nobody has to weigh ten numbers.
 *
 * @param account of a name, for browsers that never logged in with it; whether a user of that name exists changes
 *     nothing
 * @param device of one browser that logged in with the name before; also of one session, and of all sessions of a user
 *     together, whose password is asked for again
 * @param address of one IPv4 address or IPv6 /64, over all names; successful logins do not count
 * @param global of everyone together; successful logins do not count, and it refuses only those whose guesses failed
 *     lately
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

    private static final ThrottleRule LATELY = ThrottleRule.steady(1, Duration.ofHours(1));

    /** Refuses missing parts. */
    public ThrottlePolicy {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(global, "global");
    }

    /**
     * Of all browsers together that logged in with a name: those of four, however many device cookies were issued. It
     * comes back no faster than that of one.
     */
    ThrottleRule devices() {
        return device.deepened(4);
    }

    /** Of an IPv4 /24 or an IPv6 /48, within which one customer may pick addresses at will: five addresses'. */
    ThrottleRule network() {
        return address.widened(5);
    }

    /** How often anybody logs in with one name, rightly or not: six addresses'; 300, then one in 1.7 seconds. */
    ThrottleRule loginsByName() {
        return address.widened(6);
    }

    /** The same from one address, where an office may sit: forty addresses'; 2000, then four a second. */
    ThrottleRule loginsByAddress() {
        return address.widened(40);
    }

    /** Spent for an hour by one failure: whoever spent it is no newcomer to the global budget. */
    ThrottleRule lately() {
        return LATELY;
    }
}
