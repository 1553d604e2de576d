package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_DOMAIN;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_MAX_BYTES;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_PARTITIONED;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_PREFIX;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_SAME_SITE;
import static dev.latchkey.http.deployment.DeploymentSetting.COOKIE_SECURE;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.cookie.CookieSpec.SameSite;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.util.Locale;
import java.util.Optional;

/** The cookies that work in a deployment. Every option has one right value, which {@code auto} stands for. */
final class CookieRules {
    private final SettingTexts settings;
    private final SettingReader findings;
    private final boolean isHttps;
    private final boolean isCrossSite;
    private final String host;

    CookieRules(SettingTexts settings, SettingReader findings, Deployment deployment) {
        this.settings = settings;
        this.findings = findings;
        this.isHttps = deployment.publicOrigin().isHttps();
        this.isCrossSite = deployment.isCrossSite();
        this.host = deployment.publicOrigin().host();
    }

    /** The cookies. What it says after a refusal means nothing. */
    Cookies read(boolean readable, PublicSuffixes suffixes) {
        String name = CookieNameRules.read(settings, findings);
        String prefix = prefix();
        checkDomain(suffixes);
        checkSecure();
        SameSite sameSite = sameSite();
        boolean partitioned = partitioned();
        CookieSpec kind = new CookieSpec(name, isHttps, sameSite, partitioned);
        FormerCookies former = FormerCookieRules.read(findings, prefix + name, host, suffixes);
        return Cookies.named(prefix + name, kind, readable, findings.read(COOKIE_MAX_BYTES), former);
    }

    private String prefix() {
        String prefix = findings.read(COOKIE_PREFIX);
        if (prefix.startsWith("__") && !isHttps) {
            findings.refuse(
                    COOKIE_PREFIX,
                    "browsers drop a prefixed cookie without Secure, which plain http cannot have",
                    Cure.write(COOKIE_PREFIX, "auto"));
            return "";
        }
        if (prefix.equals("none") && isHttps) {
            findings.warn(
                    COOKIE_PREFIX,
                    "without a prefix any sibling host, and anyone on plain http, can plant a cookie of that name",
                    Cure.write(COOKIE_PREFIX, "auto"));
        }
        return prefix.startsWith("__") ? prefix : prefix.equals("auto") && isHttps ? "__Host-" : "";
    }

    private void checkDomain(PublicSuffixes suffixes) {
        if (!settings.has(COOKIE_DOMAIN)) {
            return;
        }
        String domain = settings.text(COOKIE_DOMAIN).toLowerCase(Locale.ROOT).replaceFirst("^\\.", "");
        boolean isPublicSuffix =
                !domain.isEmpty() && suffixes.publicSuffix(domain).equals(domain);
        findings.refuse(
                COOKIE_DOMAIN,
                isPublicSuffix
                        ? "it is a public suffix, for which browsers take no cookie at all"
                        : "every host in that domain could read the session and replace it, and __Host- names forbid it",
                Cure.write(COOKIE_DOMAIN, ""));
    }

    private void checkSecure() {
        Optional<Boolean> secure = findings.read(COOKIE_SECURE);
        if (secure.isPresent() && secure.get() != isHttps) {
            findings.refuse(
                    COOKIE_SECURE,
                    isHttps
                            ? "a cookie without Secure goes out over plain http too, where anyone on the way reads it"
                            : "over plain http browsers drop a Secure cookie, on localhost too in some of them",
                    Cure.write(COOKIE_SECURE, "auto"));
        }
    }

    private SameSite sameSite() {
        String text = findings.read(COOKIE_SAME_SITE);
        if (text.equals("none") && !isHttps) {
            refuseSameSite("browsers drop a SameSite=None cookie without Secure, which plain http cannot have");
        } else if (text.equals("none") && !isCrossSite) {
            refuseSameSite("pages and API are one site, so None only opens the cookie to every other site");
        } else if ((text.equals("lax") || text.equals("strict")) && isCrossSite) {
            refuseSameSite("browsers send a Lax or Strict cookie with no call from another site");
        } else if (text.equals("strict")) {
            findings.warn(
                    COOKIE_SAME_SITE,
                    "someone who follows a link from an e-mail arrives logged out",
                    Cure.write(COOKIE_SAME_SITE, "auto"));
            return SameSite.STRICT;
        }
        return isCrossSite ? SameSite.NONE : SameSite.LAX;
    }

    private void refuseSameSite(String rule) {
        findings.refuse(COOKIE_SAME_SITE, rule, Cure.write(COOKIE_SAME_SITE, "auto"));
    }

    private boolean partitioned() {
        Optional<Boolean> chosen = findings.read(COOKIE_PARTITIONED);
        if (chosen.isEmpty() || chosen.get() == isCrossSite) {
            return isCrossSite;
        }
        if (isCrossSite) {
            findings.warn(
                    COOKIE_PARTITIONED,
                    "browsers that block third-party cookies drop an unpartitioned cookie of another site",
                    Cure.write(COOKIE_PARTITIONED, "auto"));
            return false;
        }
        findings.refuse(
                COOKIE_PARTITIONED,
                isHttps
                        ? "only a cookie that travels to another site can be partitioned; a Lax one is then never sent there"
                        : "browsers drop a Partitioned cookie without Secure, which plain http cannot have",
                Cure.write(COOKIE_PARTITIONED, "auto"));
        return false;
    }
}
