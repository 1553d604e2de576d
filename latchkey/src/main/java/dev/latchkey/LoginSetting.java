package dev.latchkey;

import dev.latchkey.core.LoginRules;
import dev.latchkey.core.audit.AuditTrail;
import dev.latchkey.core.credential.HashingBulkhead;
import dev.latchkey.core.credential.PasswordRules;
import dev.latchkey.core.freshness.Freshness;
import dev.latchkey.core.protection.ProtectionMode;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberPolicy;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.throttle.ThrottlePolicy;
import dev.latchkey.core.throttle.ThrottleRule;
import dev.latchkey.http.api.events.EventStreams;
import dev.latchkey.http.setting.Grammar;
import dev.latchkey.http.setting.Grammars;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingCatalogue;
import dev.latchkey.http.setting.SettingCatalogue.Section;
import dev.latchkey.http.setting.SettingReader;
import java.time.Duration;
import java.util.List;

/**
 * Every setting of a login's life. {@link Latchkey.Builder#set} takes their values, {@link Latchkey.Builder#setting} their
 * texts; the server reads them from file, environment and command line.
 */
public final class LoginSetting {
    private static final SettingCatalogue.Builder CATALOGUE = SettingCatalogue.builder();
    private static final Duration LONGEST_SESSION = Duration.ofDays(400);
    private static final Duration CENTURY = Duration.ofDays(36_500);

    private static final Section SESSIONS = CATALOGUE.group("Sessions", "sessions.md");

    /** How long a session may lie unused. */
    public static final Setting<Duration> SESSION_IDLE_TIMEOUT = SESSIONS.add(
            "session.idle-timeout",
            Grammars.duration(SessionPolicy.MIN_IDLE_TIMEOUT, LONGEST_SESSION),
            SessionPolicy.DEFAULT.idleTimeout(),
            "a session ends when nobody uses it for this long");

    /** How long a session may live. */
    public static final Setting<Duration> SESSION_ABSOLUTE_TIMEOUT = SESSIONS.add(
            "session.absolute-timeout",
            Grammars.duration(SessionPolicy.MIN_IDLE_TIMEOUT, LONGEST_SESSION),
            SessionPolicy.DEFAULT.absoluteTimeout(),
            "a session ends after this long whatever happens");

    /** How long a proven password counts. */
    public static final Setting<Duration> SESSION_FRESH_FOR = SESSIONS.add(
            "session.fresh-for",
            Grammars.duration(Freshness.MIN_FRESH_FOR, Freshness.MAX_FRESH_FOR),
            LoginRules.DEFAULT.freshFor(),
            "what is sensitive asks for the password again after this long");

    /** How many sessions a user may have. */
    public static final Setting<Integer> SESSION_MAX_PER_USER = SESSIONS.add(
            "session.max-per-user",
            Grammars.wholeNumber(0, 10_000),
            0,
            "a user's oldest session ends beyond this many; 0 for any number");

    /** How many event streams there may be. */
    public static final Setting<Integer> EVENT_STREAMS = SESSIONS.add(
            "session.event-streams",
            Grammars.wholeNumber(0, 100_000),
            EventStreams.DEFAULT_MOST,
            "how many browsers may hear at once by a stream that their session ended; a tenth for one address, 0 for none");

    private static final Section REMEMBER_ME = CATALOGUE.group("Remember me", "remember-me.md");

    /** Whether browsers are remembered. */
    public static final Setting<Boolean> REMEMBER =
            REMEMBER_ME.add("remember", Grammars.onOff(), true, "let people stay logged in on a browser");

    /** For how long. */
    public static final Setting<Duration> REMEMBER_DURATION = REMEMBER_ME.add(
            "remember.duration",
            Grammars.duration(RememberPolicy.MIN_DURATION, RememberPolicy.MAX_DURATION),
            RememberPolicy.DEFAULT.duration(),
            "how long a browser is remembered");

    /** Whether each return begins the time anew. */
    public static final Setting<Boolean> REMEMBER_REFRESH_ON_USE = REMEMBER_ME.add(
            "remember.refresh-on-use",
            Grammars.onOff(),
            RememberPolicy.DEFAULT.refreshesOnUse(),
            "begin remember.duration anew at each return");

    /** How long tabs may come with one spent token. */
    public static final Setting<Duration> REMEMBER_GRACE = REMEMBER_ME.add(
            "remember.grace",
            Grammars.duration(RememberPolicy.MIN_GRACE, RememberPolicy.MAX_GRACE),
            RememberPolicy.DEFAULT.grace(),
            "how long after its use a remember-me cookie may come again");

    private static final Section PROTECTION = CATALOGUE.group("Session protection", "session-protection.md");
    private static final Grammar<ProtectionMode> MODE =
            Grammars.constants(List.of(ProtectionMode.NONE, ProtectionMode.BASIC, ProtectionMode.STRONG));

    /** What follows when the browser changed. */
    public static final Setting<ProtectionMode> PROTECTION_BROWSER = PROTECTION.add(
            "protection.browser",
            MODE,
            SessionProtection.DEFAULT.browser(),
            "when a session comes from another kind of browser");

    /** What follows when the network changed. */
    public static final Setting<ProtectionMode> PROTECTION_NETWORK = PROTECTION.add(
            "protection.network",
            MODE,
            SessionProtection.DEFAULT.network(),
            "when a session comes from another network");

    /** What follows when the address or User-Agent changed at all. */
    public static final Setting<ProtectionMode> PROTECTION_EXACT = PROTECTION.add(
            "protection.exact",
            MODE,
            SessionProtection.DEFAULT.exact(),
            "when the exact address or User-Agent changed");

    private static final Section THROTTLING = CATALOGUE.group("Throttling", "throttling.md");
    private static final Grammar<Integer> BUDGET = Grammars.wholeNumber(1, ThrottleRule.MAX_BUDGET);

    /** Whether guesses are slowed down. */
    public static final Setting<Boolean> THROTTLE =
            THROTTLING.add("throttle", Grammars.onOff(), true, "slow down guessing at passwords");

    /** Guesses at one name. */
    public static final Setting<Integer> THROTTLE_ACCOUNT = THROTTLING.add(
            "throttle.account",
            BUDGET,
            ThrottlePolicy.DEFAULT.account().budget(),
            "free attempts at one name from browsers that never logged in with it");

    /** Guesses from one known browser. */
    public static final Setting<Integer> THROTTLE_DEVICE = THROTTLING.add(
            "throttle.device",
            BUDGET,
            ThrottlePolicy.DEFAULT.device().budget(),
            "free attempts from a browser that logged in with the name before");

    /** Guesses from one address. */
    public static final Setting<Integer> THROTTLE_ADDRESS = THROTTLING.add(
            "throttle.address",
            BUDGET,
            ThrottlePolicy.DEFAULT.address().budget(),
            "free attempts from one address, over all names");

    /** Guesses of everyone. */
    public static final Setting<Integer> THROTTLE_GLOBAL = THROTTLING.add(
            "throttle.global",
            BUDGET,
            ThrottlePolicy.DEFAULT.global().budget(),
            "free attempts of everyone together but known browsers");

    private static final Section ACCOUNTS = CATALOGUE.group("Accounts and passwords", "registration.md");

    /** Whether people may make accounts: {@code open}, or {@code off}. */
    public static final Setting<String> REGISTRATION =
            ACCOUNTS.add("registration", Grammars.oneOf("off", "open"), "off", "let anyone make an account");

    /** The shortest password that people may choose. */
    public static final Setting<Integer> PASSWORD_MIN_LENGTH = ACCOUNTS.add(
            "password.min-length",
            Grammars.wholeNumber(PasswordRules.SHORTEST_MINIMUM, PasswordRules.LONGEST_MINIMUM),
            PasswordRules.DEFAULT_MIN_LENGTH,
            "characters that a new password has at least");

    private static final Section AUDIT = CATALOGUE.group("Audit log", "audit.md");

    /** How long audit lines are kept. */
    public static final Setting<Duration> AUDIT_RETENTION = AUDIT.add(
            "audit.retention",
            Grammars.duration(AuditTrail.MIN_KEPT, CENTURY),
            AuditTrail.DEFAULT_KEPT,
            "how long lines of the audit log are kept");

    private static final Section HASHING = CATALOGUE.group("Hashing at once", "login.md");

    /** Passwords hashed at once. */
    public static final Setting<Integer> HASHING_PERMITS = HASHING.add(
            "hashing.permits",
            Grammars.wholeNumber(1, 256),
            HashingBulkhead::defaultPermits,
            "cores - 1",
            "how many passwords are hashed at once");

    /** Passwords waiting to be hashed. */
    public static final Setting<Integer> HASHING_QUEUE = HASHING.add(
            "hashing.queue",
            Grammars.wholeNumber(1, 10_000),
            HashingBulkhead.DEFAULT_QUEUE,
            "how many logins may wait for hashing; more are told to try again");

    /** How long a login waits. */
    public static final Setting<Duration> HASHING_DEADLINE = HASHING.add(
            "hashing.deadline",
            Grammars.duration(Duration.ofMillis(100), Duration.ofMinutes(1)),
            HashingBulkhead.DEFAULT_DEADLINE,
            "how long a login waits for hashing before it is told to try again");

    /** All of them. */
    public static final SettingCatalogue ALL = CATALOGUE.build();

    private LoginSetting() {}

    /** Whether it is one of those that make rules. */
    static boolean makesRules(Setting<?> setting) {
        return ALL.contains(setting)
                && setting != EVENT_STREAMS
                && !setting.key().startsWith("hashing.");
    }

    /** The rules that these settings make. What contradicts what is found by the reader; the rules mean nothing then. */
    public static LoginRules rules(SettingReader reader) {
        return new LifeRules(reader).read();
    }
}
