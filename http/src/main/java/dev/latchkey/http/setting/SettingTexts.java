package dev.latchkey.http.setting;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings as a person wrote them; what was left out has its default. Immutable. */
public final class SettingTexts {
    private final Map<Setting<?>, String> written;

    private SettingTexts(Map<Setting<?>, String> written) {
        this.written = written;
    }

    /** Takes what was written. */
    public static SettingTexts of(Map<Setting<?>, String> written) {
        return new SettingTexts(Map.of()).with(written);
    }

    /** The same settings with some written differently. */
    public SettingTexts with(Map<Setting<?>, String> changes) {
        Map<Setting<?>, String> changed = new LinkedHashMap<>(written);
        changed.putAll(changes);
        return new SettingTexts(changed);
    }

    /** Whether anybody wrote it, the default included. */
    public boolean isWritten(Setting<?> setting) {
        return written.containsKey(setting);
    }

    /** One setting, without white space around it. */
    public String text(Setting<?> setting) {
        return raw(setting).strip();
    }

    /** One setting as it was written. */
    String raw(Setting<?> setting) {
        String text = written.get(setting);
        return text == null ? setting.defaultText() : text;
    }

    /** Whether a setting is not empty. */
    public boolean has(Setting<?> setting) {
        return !text(setting).isEmpty();
    }

    /** One setting that is a list: its parts between commas or white space, without the empty ones. */
    public List<String> list(Setting<?> setting) {
        return Arrays.stream(text(setting).split("[,\\s]+", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /**
     * What a setting means.
     *
     * @throws IllegalStateException when it may not be written like this; ask a {@link SettingReader} before
     */
    public <T> T value(Setting<T> setting) {
        return setting.grammar()
                .parse(raw(setting))
                .orElseThrow(() -> new IllegalStateException(setting + " = " + text(setting) + " was not refused"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SettingTexts that && written.equals(that.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written.toString();
    }
}
