package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_FORMER;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_FORMER_UNTIL;

import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which former cookies are read, and until when. */
final class FormerCookieRules {
    private FormerCookieRules() {}

    /**
     * Reads them.
     *
     * @param current name of the session cookie of today
     * @param host of the public origin
     */
    static FormerCookies read(SettingReader findings, String current, String host, PublicSuffixes suffixes) {
        List<FormerCookies.Name> named = findings.read(COOKIE_FORMER);
        Optional<Instant> until = findings.read(COOKIE_FORMER_UNTIL);
        if (named.isEmpty()) {
            return FormerCookies.NONE;
        }
        if (until.isEmpty()) {
            if (!findings.texts().has(COOKIE_FORMER_UNTIL)) {
                findings.refuse(
                        COOKIE_FORMER,
                        "nothing says until when it is read, and a name that is read for ever can be planted for ever",
                        Cure.write(
                                COOKIE_FORMER_UNTIL,
                                COOKIE_FORMER_UNTIL.grammar().example()));
            }
            return FormerCookies.NONE;
        }
        List<FormerCookies.Name> names = new ArrayList<>(named);
        if (names.removeIf(name -> name.text().equals(current) && name.path().isEmpty())) {
            findings.warn(
                    COOKIE_FORMER,
                    current + " is the name of today, which is read anyway",
                    Cure.write(COOKIE_FORMER, COOKIE_FORMER.grammar().write(names)));
        }
        if (current.startsWith("__Host-") && names.stream().anyMatch(name -> !name.isBoundToHost())) {
            findings.warn(
                    COOKIE_FORMER,
                    "any sibling host can plant a cookie of a name that does not begin with __Host- until then",
                    Cure.advice("leave it out as soon as most people have come back"));
        }
        return new FormerCookies(names, until.get(), FormerCookies.domainsOf(host, suffixes));
    }
}
