package dev.latchkey.http.deployment;

import dev.latchkey.http.cookie.CookieSpec;
import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.deployment.DeploymentDecision.Accepted;
import dev.latchkey.http.deployment.DeploymentDecision.Refused;
import dev.latchkey.http.forwarding.Forwarding;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.SettingTexts;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks settings over without starting anything: what is wrong with them, and what follows from them. */
public final class Doctor {
    private Doctor() {}

    /**
     * What was found.
     *
     * @param findings refusals and warnings, each with its cure
     * @param facts what follows from the settings; empty when they are refused
     */
    public record Report(List<Finding> findings, List<Fact> facts) {
        /** Copies the lists. */
        public Report {
            findings = List.copyOf(findings);
            facts = List.copyOf(facts);
        }
    }

    /** One thing that follows, for a person to read. */
    public record Fact(String name, String value) {}

    /** Looks settings over. */
    public static Report examine(SettingTexts settings, PublicSuffixes suffixes) {
        return switch (Deployments.decide(settings, suffixes)) {
            case Accepted(DeploymentPolicy policy, List<Finding> findings) -> new Report(findings, facts(policy));
            case Refused(List<Finding> findings) -> new Report(findings, List.of());
        };
    }

    /** What follows from a policy. */
    public static List<Fact> facts(DeploymentPolicy policy) {
        String trusted =
                join(policy.trustedOrigins().stream().map(Object::toString).sorted());
        Forwarding forwarding = policy.forwarding();
        return List.of(
                new Fact("deployment", policy.deployment().settingText()),
                new Fact("public origin", policy.publicOrigin().toString()),
                new Fact("session cookie", shape(policy.cookies().session())),
                new Fact("remember-me cookie", shape(policy.cookies().remember())),
                new Fact("CORS", trusted.isEmpty() ? "none" : trusted + ", with credentials"),
                new Fact("unsafe requests from", policy.publicOrigin() + (trusted.isEmpty() ? "" : ", " + trusted)),
                new Fact("CSRF", csrf(policy.csrf())),
                new Fact("Cross-Origin-Resource-Policy", policy.resourcePolicy()),
                new Fact(
                        "connect-src of the page",
                        join(policy.contentSecurityPolicy().sources(ContentSecurityPolicy.Directive.CONNECT).stream())),
                new Fact("client sends", "credentials: \"" + policy.deployment().clientCredentials() + "\""),
                new Fact(
                        "scheme, host and client address from",
                        forwarding.trusted().isEmpty() ? "the socket" : proxies(forwarding)));
    }

    private static String shape(CookieSpec cookie) {
        return cookie.set("...").value();
    }

    private static String csrf(CsrfPolicy csrf) {
        return (csrf.mode() == CsrfPolicy.Mode.TOKEN ? "origin and token" : "origin")
                + (csrf.requireOrigin() ? ", required" : "")
                + (csrf.reportOnly() ? ", reported only" : "");
    }

    private static String proxies(Forwarding forwarding) {
        String headers = forwarding.headers() == Forwarding.Headers.FORWARDED ? "Forwarded" : "X-Forwarded-*";
        return headers + " of " + join(forwarding.trusted().stream().map(Object::toString));
    }

    private static String join(Stream<String> words) {
        return words.collect(Collectors.joining(", "));
    }
}
