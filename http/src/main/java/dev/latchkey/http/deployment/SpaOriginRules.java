package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.DEPLOYMENT;
import static dev.latchkey.http.deployment.DeploymentSetting.SPA_ORIGINS;

import dev.latchkey.http.forwarding.IpLiteral;
import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The origins whose pages call the API: exact, encrypted, and of the same site where cookies need that. */
final class SpaOriginRules {
    private final SettingTexts settings;
    private final SettingReader findings;
    private final Origin publicOrigin;
    private final PublicSuffixes suffixes;

    SpaOriginRules(SettingTexts settings, SettingReader findings, Origin publicOrigin, PublicSuffixes suffixes) {
        this.settings = settings;
        this.findings = findings;
        this.publicOrigin = publicOrigin;
        this.suffixes = suffixes;
    }

    /** The deployment with these origins. What it says after a refusal means nothing. */
    Deployment.CrossOrigin read() {
        Set<Origin> origins = new LinkedHashSet<>();
        List<String> written = settings.list(SPA_ORIGINS);
        if (written.isEmpty()) {
            findings.refuse(
                    SPA_ORIGINS,
                    "browsers let no page of another origin read an answer unless that origin is named",
                    Cure.write(SPA_ORIGINS, example().toString())
                            .because("or write deployment = embedded if the server serves the page itself"));
        }
        for (String text : written) {
            OriginText.read(text).ifPresentOrElse(origins::add, () -> refuseText(text));
        }
        origins.forEach(this::check);
        boolean isCrossSite = origins.stream().anyMatch(this::isCrossSite);
        if (isCrossSite && !findings.hasRefusals()) {
            warnOfCrossSite(origins);
        }
        return new Deployment.CrossOrigin(publicOrigin, origins, isCrossSite);
    }

    /** The cure mends every part, or it would be refused for the next. */
    private void refuseText(String text) {
        findings.refuse(
                SPA_ORIGINS,
                OriginText.rule(text),
                Cure.write(
                        SPA_ORIGINS,
                        settings.list(SPA_ORIGINS).stream()
                                .map(part -> OriginText.read(part).isPresent() ? part : meant(part))
                                .distinct()
                                .collect(Collectors.joining(", "))));
    }

    private String meant(String text) {
        return OriginText.meant(text)
                .map(origin -> !origin.isLoopback() && publicOrigin.isHttps() ? EncryptionCure.https(origin) : origin)
                .orElseGet(this::example)
                .toString();
    }

    private void check(Origin spa) {
        if (spa.equals(publicOrigin)) {
            findings.refuse(SPA_ORIGINS, spa + " is public-origin itself, which needs no CORS", withoutOwn());
        } else if (publicOrigin.isHttps() && !spa.isHttps() && !spa.isLoopback()) {
            findings.refuse(
                    SPA_ORIGINS,
                    "a page that came by plain http can be rewritten on the way, and then act for the person",
                    replace(spa.toString(), EncryptionCure.https(spa).toString()));
        } else if (!publicOrigin.isHttps() && spa.isHttps()) {
            findings.refuse(
                    SPA_ORIGINS,
                    "browsers keep an https page from calling plain http (mixed content), and its cookies from travelling",
                    EncryptionCure.everywhere(settings, publicOrigin));
        } else if (!publicOrigin.isHttps() && isCrossSite(spa)) {
            refuseCrossSiteOverHttp(spa);
        } else if (publicOrigin.isHttps() && !publicOrigin.isLoopback() && spa.isLoopback()) {
            findings.warn(
                    SPA_ORIGINS,
                    "whatever listens on " + spa + " of anyone's own machine may act for that person",
                    Cure.advice("keep it to a server that holds no real accounts"));
        }
    }

    private void refuseCrossSiteOverHttp(Origin spa) {
        String rule = spa + " is another site than " + publicOrigin
                + ", and browsers take cookies of another site only with SameSite=None and Secure, which needs https";
        boolean isLocal = spa.isLoopback() && publicOrigin.isLoopback();
        findings.refuse(
                SPA_ORIGINS,
                rule,
                isLocal
                        ? replace(
                                spa.toString(),
                                spa.withHost(publicOrigin.host()).toString())
                        : EncryptionCure.everywhere(settings, publicOrigin));
    }

    private void warnOfCrossSite(Set<Origin> origins) {
        String others =
                origins.stream().filter(this::isCrossSite).map(Origin::toString).collect(Collectors.joining(", "));
        findings.warn(
                SPA_ORIGINS,
                others + " is another site than " + publicOrigin + ": browsers other than Chromium drop such cookies or"
                        + " keep them apart",
                Cure.advice("serve both below one domain, or put a proxy in front and write deployment = same-domain"));
    }

    private boolean isCrossSite(Origin spa) {
        return !Site.of(spa, suffixes).equals(Site.of(publicOrigin, suffixes));
    }

    private Cure replace(String part, String replacement) {
        return Cure.write(
                SPA_ORIGINS,
                settings.list(SPA_ORIGINS).stream()
                        .map(text -> text.equals(part) ? replacement : text)
                        .distinct()
                        .collect(Collectors.joining(", ")));
    }

    private Cure withoutOwn() {
        String others = settings.list(SPA_ORIGINS).stream()
                .filter(text -> !OriginText.read(text).equals(Optional.of(publicOrigin)))
                .collect(Collectors.joining(", "));
        return others.isEmpty()
                ? Cure.write(DEPLOYMENT, "embedded").and(SPA_ORIGINS, "")
                : Cure.write(SPA_ORIGINS, others);
    }

    /** A page's origin that would fit. */
    private Origin example() {
        boolean hasDomain = !publicOrigin.isLoopback()
                && !publicOrigin.host().startsWith("[")
                && IpLiteral.parse(publicOrigin.host()).isEmpty();
        String host = hasDomain ? "app." + Site.of(publicOrigin, suffixes).domain() : publicOrigin.host();
        String port =
                hasDomain && !host.equals(publicOrigin.host()) ? "" : publicOrigin.port() == 8080 ? ":3000" : ":8080";
        return Origin.parse(publicOrigin.scheme() + "://" + host + port).orElse(publicOrigin);
    }
}
