package dev.latchkey.http.deployment;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Settings of a deployment, as a person wrote them; what was left out has its default. Immutable. */
public final class DeploymentSettings {
    private final Map<DeploymentSetting, String> texts;

    private DeploymentSettings(Map<DeploymentSetting, String> texts) {
        this.texts = texts;
    }

    /** Takes what was written. */
    public static DeploymentSettings of(Map<DeploymentSetting, String> written) {
        return new DeploymentSettings(new EnumMap<>(DeploymentSetting.class)).with(written);
    }

    /** The same settings with some written differently. */
    public DeploymentSettings with(Map<DeploymentSetting, String> changes) {
        Map<DeploymentSetting, String> changed = new EnumMap<>(texts);
        changed.putAll(changes);
        return new DeploymentSettings(changed);
    }

    /** One setting, without white space around it. */
    public String text(DeploymentSetting setting) {
        return texts.getOrDefault(setting, setting.defaultText()).strip();
    }

    /** Whether a setting is not empty. */
    public boolean has(DeploymentSetting setting) {
        return !text(setting).isEmpty();
    }

    /** One setting that is a list: its parts between commas or white space, without the empty ones. */
    public List<String> list(DeploymentSetting setting) {
        return Arrays.stream(text(setting).split("[,\\s]+", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeploymentSettings that && texts.equals(that.texts);
    }

    @Override
    public int hashCode() {
        return texts.hashCode();
    }

    @Override
    public String toString() {
        return texts.toString();
    }
}
