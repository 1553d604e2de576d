package dev.latchkey.doctor;

import dev.latchkey.http.deployment.Doctor.Fact;
import dev.latchkey.http.setting.Finding;
import java.util.List;

/**
 * What there is to say about a configuration.
 *
 * @param findings what is wrong or costs something; none when all is well
 * @param facts what follows from the settings; empty when they are refused
 */
public record ConfigurationReport(List<Finding> findings, List<Fact> facts) {
    /** Copies the lists. */
    public ConfigurationReport {
        findings = List.copyOf(findings);
        facts = List.copyOf(facts);
    }

    /** What it comes to. */
    public enum Verdict {
        /** Nothing to say. */
        FINE,
        /** It starts, and there is something to know. */
        WARNED,
        /** It does not start. */
        REFUSED
    }

    /** What it comes to. */
    public Verdict verdict() {
        if (findings.stream().anyMatch(Finding::isRefusal)) {
            return Verdict.REFUSED;
        }
        return findings.isEmpty() ? Verdict.FINE : Verdict.WARNED;
    }
}
