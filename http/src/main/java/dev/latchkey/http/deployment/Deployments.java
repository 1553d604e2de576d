package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.DEPLOYMENT;
import static dev.latchkey.http.deployment.DeploymentSetting.DIAGNOSTICS;
import static dev.latchkey.http.deployment.DeploymentSetting.SPA_ORIGINS;
import static dev.latchkey.http.deployment.DeploymentSetting.TRUSTED_PROXIES;

import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.deployment.DeploymentDecision.Accepted;
import dev.latchkey.http.deployment.DeploymentDecision.Refused;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.util.Optional;

/** From settings to everything that follows from them. A pure function. */
public final class Deployments {
    private final SettingTexts settings;
    private final PublicSuffixes suffixes;
    private final SettingReader findings;

    private Deployments(SettingTexts settings, PublicSuffixes suffixes) {
        this.settings = settings;
        this.suffixes = suffixes;
        this.findings = new SettingReader(settings);
    }

    /** Decides whether settings can work together, and what follows from them. */
    public static DeploymentDecision decide(SettingTexts settings, PublicSuffixes suffixes) {
        return new Deployments(settings, suffixes).decide();
    }

    private DeploymentDecision decide() {
        String choice = findings.read(DEPLOYMENT);
        Forwarding forwarding = ProxyRules.read(settings, findings);
        CsrfPolicy csrf = CsrfRules.read(findings);
        boolean diagnostics = findings.read(DIAGNOSTICS);
        // What cannot be read is told at once, also where no rule here asks for it.
        DeploymentSetting.ALL.settings().forEach(findings::read);
        if (findings.hasRefusals()) {
            // The rest would judge by a guess.
            return new Refused(findings.findings());
        }
        Optional<Deployment> deployment =
                PublicOriginRules.read(settings, findings).map(origin -> deployment(choice, origin));
        if (deployment.isEmpty() || findings.hasRefusals()) {
            return new Refused(findings.findings());
        }
        if (diagnostics && !deployment.get().publicOrigin().isLoopback()) {
            findings.warn(
                    DIAGNOSTICS,
                    "anyone can ask what the server sees of a request of theirs",
                    Cure.write(DIAGNOSTICS, "off").because("once you know what you wanted to know"));
        }
        Cookies cookies = cookies(deployment.get(), csrf);
        return findings.hasRefusals()
                ? new Refused(findings.findings())
                : new Accepted(
                        new DeploymentPolicy(deployment.get(), cookies, csrf, forwarding, diagnostics),
                        findings.findings());
    }

    private Deployment deployment(String choice, Origin publicOrigin) {
        return switch (choice) {
            case "cross-origin" -> new SpaOriginRules(settings, findings, publicOrigin, suffixes).read();
            case "same-domain" -> sameDomain(publicOrigin);
            default -> embedded(publicOrigin);
        };
    }

    private Deployment embedded(Origin publicOrigin) {
        if (settings.has(SPA_ORIGINS)) {
            findings.refuse(
                    SPA_ORIGINS,
                    "embedded means that the server serves the page itself, so no other origin may call",
                    Cure.write(DEPLOYMENT, "cross-origin").because("or leave spa-origins out"));
        }
        return new Deployment.Embedded(publicOrigin);
    }

    private Deployment sameDomain(Origin publicOrigin) {
        if (settings.has(SPA_ORIGINS)) {
            findings.refuse(
                    SPA_ORIGINS,
                    "same-domain means that the proxy puts page and API under public-origin, so there is no other origin",
                    Cure.write(SPA_ORIGINS, ""));
        }
        if (!settings.has(TRUSTED_PROXIES)) {
            findings.refuse(
                    TRUSTED_PROXIES,
                    "behind a proxy that is not known every client has the proxy's address: one guesser slows all down",
                    Cure.write(TRUSTED_PROXIES, EncryptionCure.LOCAL_PROXIES).because("or the proxy's own address"));
        }
        return new Deployment.SameDomain(publicOrigin);
    }

    private Cookies cookies(Deployment deployment, CsrfPolicy csrf) {
        boolean usesTokens = csrf.mode() == CsrfPolicy.Mode.TOKEN;
        boolean readable = usesTokens && CsrfRules.canPageReadCookies(deployment);
        if (usesTokens && !readable) {
            CsrfRules.warnOfUnreadableToken(findings);
        }
        return new CookieRules(settings, findings, deployment).read(readable, suffixes);
    }
}
