package dev.latchkey.http.deployment;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What to do about a setting.
 *
 * @param text a sentence that says it
 * @param changes what to write, ready to be applied; empty when only a person can know
 */
public record Cure(String text, Map<DeploymentSetting, String> changes) {
    /** Copies the map. */
    public Cure {
        changes = changes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(changes));
    }

    /** Write this. */
    static Cure write(DeploymentSetting setting, String value) {
        return write(Map.of(setting, value));
    }

    /** Write all of these. */
    static Cure write(Map<DeploymentSetting, String> changes) {
        String text = new EnumMap<>(changes)
                .entrySet().stream()
                        .map(change -> change.getValue().isEmpty()
                                ? "leave " + change.getKey().key() + " out"
                                : "write " + change.getKey().key() + " = " + change.getValue())
                        .collect(Collectors.joining(", and "));
        return new Cure(text, changes);
    }

    /** Advice that nothing but a person can follow. */
    static Cure advice(String text) {
        return new Cure(text, Map.of());
    }

    /** The same cure, with a remark. */
    Cure because(String remark) {
        return new Cure(text + "; " + remark, changes);
    }
}
