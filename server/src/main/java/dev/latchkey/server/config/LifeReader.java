package dev.latchkey.server.config;

import dev.latchkey.core.LoginRules;
import dev.latchkey.protection.ProtectionMode;
import dev.latchkey.protection.SessionProtection;
import dev.latchkey.remember.RememberPolicy;
import dev.latchkey.session.SessionPolicy;
import dev.latchkey.throttle.ThrottlePolicy;
import dev.latchkey.throttle.ThrottleRule;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the settings of a login's life, and refuses those that contradict one another. */
final class LifeReader {
    private static final int MAX_BUDGET = 1_000_000;

    /** More than any hasher here can check: whoever switches the throttle off is slowed by hashing alone. */
    private static final ThrottleRule NO_LIMIT = ThrottleRule.steady(MAX_BUDGET, Duration.ofNanos(1000));

    private final SettingReader reader;

    private LifeReader(SettingReader reader) {
        this.reader = reader;
    }

    static LoginRules read(SettingReader reader, SessionPolicy sessions) {
        LifeReader life = new LifeReader(reader);
        int maximum = reader.integer(Setting.SESSION_MAX_PER_USER, 0, 10_000, 0);
        return new LoginRules(
                sessions,
                maximum == 0 ? Integer.MAX_VALUE : maximum,
                life.remember(),
                life.freshFor(sessions),
                new SessionProtection(
                        life.mode(Setting.PROTECTION_BROWSER),
                        life.mode(Setting.PROTECTION_NETWORK),
                        life.mode(Setting.PROTECTION_EXACT)),
                life.throttle(),
                reader.choice(Setting.REGISTRATION, "off", "open").equals("open"),
                reader.integer(Setting.PASSWORD_MIN_LENGTH, 8, 64, 15),
                reader.duration(Setting.AUDIT_RETENTION, Duration.ofDays(1), Duration.ofDays(36_500)));
    }

    private Optional<RememberPolicy> remember() {
        boolean isOn = reader.onOff(Setting.REMEMBER);
        Duration duration = reader.duration(Setting.REMEMBER_DURATION, Duration.ofHours(1), Duration.ofDays(400));
        boolean refreshes = reader.onOff(Setting.REMEMBER_REFRESH_ON_USE);
        Duration grace = reader.duration(Setting.REMEMBER_GRACE, Duration.ofSeconds(1), Duration.ofDays(1));
        if (grace.compareTo(duration) >= 0) {
            reader.refuse(
                    Setting.REMEMBER_GRACE,
                    "it is not below remember.duration, so no spent cookie would ever give a thief away",
                    "lower it, for example to " + Setting.REMEMBER_GRACE.defaultText());
            return Optional.empty();
        }
        if (!isOn) {
            refuseWithout(
                    Setting.REMEMBER,
                    "nobody is remembered",
                    List.of(Setting.REMEMBER_DURATION, Setting.REMEMBER_REFRESH_ON_USE, Setting.REMEMBER_GRACE));
            return Optional.empty();
        }
        return Optional.of(new RememberPolicy(duration, refreshes, grace));
    }

    private Duration freshFor(SessionPolicy sessions) {
        Duration freshFor = reader.duration(Setting.SESSION_FRESH_FOR, Duration.ofSeconds(1), Duration.ofDays(1));
        if (freshFor.compareTo(sessions.absoluteTimeout()) > 0) {
            reader.refuse(
                    Setting.SESSION_FRESH_FOR,
                    "it is above session.absolute-timeout, so nobody would ever be asked for the password again",
                    "lower it, for example to " + Setting.SESSION_FRESH_FOR.defaultText());
        }
        return freshFor;
    }

    private ProtectionMode mode(Setting setting) {
        return ProtectionMode.valueOf(
                reader.choice(setting, "none", "basic", "strong").toUpperCase(Locale.ROOT));
    }

    private ThrottlePolicy throttle() {
        boolean isOn = reader.onOff(Setting.THROTTLE);
        ThrottlePolicy defaults = ThrottlePolicy.DEFAULT;
        ThrottlePolicy policy = new ThrottlePolicy(
                budget(Setting.THROTTLE_ACCOUNT, defaults.account()),
                budget(Setting.THROTTLE_DEVICE, defaults.device()),
                budget(Setting.THROTTLE_ADDRESS, defaults.address()),
                budget(Setting.THROTTLE_GLOBAL, defaults.global()));
        if (isOn) {
            return policy;
        }
        refuseWithout(
                Setting.THROTTLE,
                "no attempt is counted",
                List.of(
                        Setting.THROTTLE_ACCOUNT,
                        Setting.THROTTLE_DEVICE,
                        Setting.THROTTLE_ADDRESS,
                        Setting.THROTTLE_GLOBAL));
        return new ThrottlePolicy(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT);
    }

    private ThrottleRule budget(Setting setting, ThrottleRule rule) {
        return new ThrottleRule(
                reader.integer(setting, 1, MAX_BUDGET, rule.budget()),
                rule.firstDelay(),
                rule.maxDelay(),
                rule.forgetsOneIn());
    }

    /** What a person wrote about something that is off was meant to have an effect. */
    private void refuseWithout(Setting what, String consequence, List<Setting> details) {
        details.stream()
                .filter(detail -> reader.text(detail).isPresent())
                .forEach(detail -> reader.refuse(
                        detail,
                        what.key() + " is off, so " + consequence + " and this has no effect",
                        "write " + what.key() + " = on, or leave " + detail.key() + " out"));
    }
}
