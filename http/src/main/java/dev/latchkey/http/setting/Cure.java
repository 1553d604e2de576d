package dev.latchkey.http.setting;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What to do about something.
 *
 * @param text a sentence that says it
 * @param changes what to write, ready to be applied; an empty text leaves a setting out; empty when only a person can know
 */
public record Cure(String text, Map<Setting<?>, String> changes) {
    /** Copies the map, in its order. */
    public Cure {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** Write this. */
    public static Cure write(Setting<?> setting, String value) {
        return write(Map.of(setting, value));
    }

    /** Write all of these, in this order. */
    public static Cure write(Map<Setting<?>, String> changes) {
        String text = changes.entrySet().stream()
                .map(change -> change.getValue().isEmpty()
                        ? "leave " + change.getKey().key() + " out"
                        : "write " + change.getKey().key() + " = " + change.getValue())
                .collect(Collectors.joining(", and "));
        return new Cure(text, changes);
    }

    /** Advice that nothing but a person can follow. */
    public static Cure advice(String text) {
        return new Cure(text, Map.of());
    }

    /** Write this too. A remark is lost. */
    public Cure and(Setting<?> setting, String value) {
        Map<Setting<?>, String> more = new LinkedHashMap<>(changes);
        more.put(setting, value);
        return write(more);
    }

    /** The same cure, with a remark. */
    public Cure because(String remark) {
        return remark.isEmpty() ? this : new Cure(text + "; " + remark, changes);
    }
}
