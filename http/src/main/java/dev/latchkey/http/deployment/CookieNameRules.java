package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_NAME;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_PREFIX;

import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The name that every cookie of ours begins with, after the prefix. */
final class CookieNameRules {
    /** Room for the prefix and for what tells the cookies apart. */
    private static final int MAX_LENGTH = 40;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1," + MAX_LENGTH + "}");
    private static final List<String> PREFIXES = List.of("__Host-Http-", "__Host-", "__Secure-", "__Http-");

    private CookieNameRules() {}

    /** The name; the default one when it was refused. */
    static String read(SettingTexts settings, SettingReader findings) {
        String name = settings.text(COOKIE_NAME);
        Optional<String> prefix = PREFIXES.stream()
                .filter(known -> name.regionMatches(true, 0, known, 0, known.length()))
                .findFirst();
        if (prefix.isPresent()) {
            findings.refuse(
                    COOKIE_NAME,
                    "its beginning is a prefix that browsers act on, which follows from the origin",
                    Cure.write(COOKIE_NAME, usable(name.substring(prefix.get().length())))
                            .and(COOKIE_PREFIX, settings.text(COOKIE_PREFIX)));
            return Cookies.DEFAULT_NAME;
        }
        if (!TOKEN.matcher(name).matches()) {
            findings.refuse(
                    COOKIE_NAME,
                    "a cookie's name has 1 to " + MAX_LENGTH + " letters, digits or !#$%&'*+.^_`|~- (RFC 6265)",
                    Cure.write(COOKIE_NAME, usable(name)));
            return Cookies.DEFAULT_NAME;
        }
        if (name.equals(Cookies.READABLE_NAME)) {
            findings.refuse(
                    COOKIE_NAME,
                    "scripts expect a CSRF token in a cookie of that name and would send it along",
                    Cure.write(COOKIE_NAME, Cookies.DEFAULT_NAME));
            return Cookies.DEFAULT_NAME;
        }
        return name;
    }

    private static String usable(String name) {
        String usable = name.replaceAll("[^0-9A-Za-z_-]+", "-");
        String shortened = usable.substring(0, Math.min(usable.length(), MAX_LENGTH));
        return shortened.isEmpty() || shortened.equals("-") ? Cookies.DEFAULT_NAME : shortened;
    }
}
