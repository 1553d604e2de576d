package dev.latchkey.doctor;

import dev.latchkey.doctor.Outcome.Failed;
import java.util.List;
import java.util.Optional;

/**
 * How far a login would get.
 *
 * @param fine the steps that went well, in order
 * @param failure the first that did not; empty for a healthy set-up
 * @param notes what else is worth knowing
 */
public record LiveReport(List<Step> fine, Optional<Broken> failure, List<String> notes) {
    /** Copies the lists. */
    public LiveReport {
        fine = List.copyOf(fine);
        notes = List.copyOf(notes);
    }

    /** A step that went well, and what was seen. */
    public record Step(String name, String seen) {}

    /** The step that did not. */
    public record Broken(String name, Failed failure) {}
}
