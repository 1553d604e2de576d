package dev.latchkey;

import dev.latchkey.core.LoginRules;
import dev.latchkey.core.protection.SessionProtection;
import dev.latchkey.core.remember.RememberPolicy;
import dev.latchkey.core.session.SessionPolicy;
import dev.latchkey.core.throttle.ThrottlePolicy;
import dev.latchkey.core.throttle.ThrottleRule;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the settings of a login's life, and refuses those that contradict one another. */
final class LifeRules {
    /** More than any hasher here can check: whoever switches the throttle off is slowed by hashing alone. */
    private static final ThrottleRule NO_LIMIT = ThrottleRule.steady(ThrottleRule.MAX_BUDGET, Duration.ofNanos(1000));

    private final SettingReader reader;

    LifeRules(SettingReader reader) {
        this.reader = reader;
    }

    LoginRules read() {
        SessionPolicy sessions = sessions();
        int maximum = reader.read(LoginSetting.SESSION_MAX_PER_USER);
        return new LoginRules(
                sessions,
                maximum == 0 ? Integer.MAX_VALUE : maximum,
                remember(),
                freshFor(sessions),
                new SessionProtection(
                        reader.read(LoginSetting.PROTECTION_BROWSER),
                        reader.read(LoginSetting.PROTECTION_NETWORK),
                        reader.read(LoginSetting.PROTECTION_EXACT)),
                throttle(),
                reader.read(LoginSetting.REGISTRATION).equals("open"),
                reader.read(LoginSetting.PASSWORD_MIN_LENGTH),
                reader.read(LoginSetting.AUDIT_RETENTION));
    }

    private SessionPolicy sessions() {
        Duration idle = reader.read(LoginSetting.SESSION_IDLE_TIMEOUT);
        Duration absolute = reader.read(LoginSetting.SESSION_ABSOLUTE_TIMEOUT);
        if (absolute.compareTo(idle) < 0) {
            reader.refuse(
                    LoginSetting.SESSION_ABSOLUTE_TIMEOUT,
                    "it is below session.idle-timeout, which could then never pass",
                    Cure.write(
                                    LoginSetting.SESSION_ABSOLUTE_TIMEOUT,
                                    LoginSetting.SESSION_ABSOLUTE_TIMEOUT
                                            .grammar()
                                            .write(idle))
                            .because("or lower session.idle-timeout"));
            return SessionPolicy.DEFAULT;
        }
        return new SessionPolicy(idle, absolute);
    }

    private Optional<RememberPolicy> remember() {
        boolean isOn = reader.read(LoginSetting.REMEMBER);
        Duration duration = reader.read(LoginSetting.REMEMBER_DURATION);
        boolean refreshes = reader.read(LoginSetting.REMEMBER_REFRESH_ON_USE);
        Duration grace = reader.read(LoginSetting.REMEMBER_GRACE);
        if (grace.compareTo(duration) >= 0) {
            reader.refuse(
                    LoginSetting.REMEMBER_GRACE,
                    "it is not below remember.duration, so no spent cookie would ever give a thief away",
                    backToDefault(LoginSetting.REMEMBER_GRACE));
            return Optional.empty();
        }
        if (!isOn) {
            refuseWithout(
                    LoginSetting.REMEMBER,
                    "nobody is remembered",
                    List.of(
                            LoginSetting.REMEMBER_DURATION,
                            LoginSetting.REMEMBER_REFRESH_ON_USE,
                            LoginSetting.REMEMBER_GRACE));
            return Optional.empty();
        }
        return Optional.of(new RememberPolicy(duration, refreshes, grace));
    }

    private Duration freshFor(SessionPolicy sessions) {
        Duration freshFor = reader.read(LoginSetting.SESSION_FRESH_FOR);
        if (freshFor.compareTo(sessions.absoluteTimeout()) > 0) {
            reader.refuse(
                    LoginSetting.SESSION_FRESH_FOR,
                    "it is above session.absolute-timeout, so nobody would ever be asked for the password again",
                    freshForWithin(sessions));
        }
        return freshFor;
    }

    /** The default, unless a session is over by then. */
    private static Cure freshForWithin(SessionPolicy sessions) {
        Duration absolute = sessions.absoluteTimeout();
        return LoginRules.DEFAULT.freshFor().compareTo(absolute) <= 0
                ? backToDefault(LoginSetting.SESSION_FRESH_FOR)
                : Cure.write(
                        LoginSetting.SESSION_FRESH_FOR,
                        LoginSetting.SESSION_FRESH_FOR.grammar().write(absolute));
    }

    private static Cure backToDefault(Setting<?> setting) {
        return Cure.write(setting, setting.defaultText());
    }

    private ThrottlePolicy throttle() {
        boolean isOn = reader.read(LoginSetting.THROTTLE);
        ThrottlePolicy defaults = ThrottlePolicy.DEFAULT;
        ThrottlePolicy policy = new ThrottlePolicy(
                budget(LoginSetting.THROTTLE_ACCOUNT, defaults.account()),
                budget(LoginSetting.THROTTLE_DEVICE, defaults.device()),
                budget(LoginSetting.THROTTLE_ADDRESS, defaults.address()),
                budget(LoginSetting.THROTTLE_GLOBAL, defaults.global()));
        if (isOn) {
            return policy;
        }
        refuseWithout(
                LoginSetting.THROTTLE,
                "no attempt is counted",
                List.of(
                        LoginSetting.THROTTLE_ACCOUNT,
                        LoginSetting.THROTTLE_DEVICE,
                        LoginSetting.THROTTLE_ADDRESS,
                        LoginSetting.THROTTLE_GLOBAL));
        return new ThrottlePolicy(NO_LIMIT, NO_LIMIT, NO_LIMIT, NO_LIMIT);
    }

    private ThrottleRule budget(Setting<Integer> setting, ThrottleRule rule) {
        return new ThrottleRule(reader.read(setting), rule.firstDelay(), rule.maxDelay(), rule.forgetsOneIn());
    }

    /** What a person wrote about something that is off was meant to have an effect. */
    private void refuseWithout(Setting<?> what, String consequence, List<Setting<?>> details) {
        details.stream()
                .filter(reader.texts()::isWritten)
                .forEach(detail -> reader.refuse(
                        detail,
                        what.key() + " is off, so " + consequence + " and this has no effect",
                        Cure.write(what, "on").because("or leave " + detail.key() + " out")));
    }
}
