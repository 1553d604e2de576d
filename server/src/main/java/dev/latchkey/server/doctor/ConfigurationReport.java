package dev.latchkey.server.doctor;

import dev.latchkey.http.deployment.Doctor.Fact;
import dev.latchkey.server.doctor.Remark.Level;
import java.util.List;

/**
 * What there is to say about a configuration.
 *
 * @param remarks what is wrong or costs something; none when all is well
 * @param facts what follows from the settings; empty when they are refused
 */
public record ConfigurationReport(List<Remark> remarks, List<Fact> facts) {
    /** Copies the lists. */
    public ConfigurationReport {
        remarks = List.copyOf(remarks);
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
        if (remarks.stream().anyMatch(remark -> remark.level() == Level.REFUSED)) {
            return Verdict.REFUSED;
        }
        return remarks.isEmpty() ? Verdict.FINE : Verdict.WARNED;
    }
}
