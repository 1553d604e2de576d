package dev.latchkey.http.deployment;

import dev.latchkey.http.deployment.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Collects what is found while settings are read. Used by one thread. */
final class Findings {
    private final DeploymentSettings settings;
    private final List<Finding> found = new ArrayList<>();

    Findings(DeploymentSettings settings) {
        this.settings = settings;
    }

    void refuse(DeploymentSetting setting, String rule, Cure cure) {
        found.add(new Finding(Level.REFUSED, setting, settings.text(setting), rule, cure));
    }

    void warn(DeploymentSetting setting, String rule, Cure cure) {
        found.add(new Finding(Level.WARNING, setting, settings.text(setting), rule, cure));
    }

    boolean hasRefusals() {
        return found.stream().anyMatch(finding -> finding.level() == Level.REFUSED);
    }

    List<Finding> all() {
        return List.copyOf(found);
    }

    /** A setting that has a few values; the default when it has another. */
    String choice(DeploymentSetting setting, String... choices) {
        String text = settings.text(setting);
        if (List.of(choices).contains(text)) {
            return text;
        }
        String letters = letters(text);
        Optional<String> meant = List.of(choices).stream()
                .filter(choice -> letters(choice).equals(letters))
                .findFirst();
        refuse(
                setting,
                "it is none of " + String.join(", ", choices),
                Cure.write(setting, meant.orElse(setting.defaultText())));
        return setting.defaultText();
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** A setting that is on or off. */
    boolean isOn(DeploymentSetting setting) {
        return switch (choice(setting, "true", "false", "on", "off")) {
            case "true", "on" -> true;
            default -> false;
        };
    }

    /** A setting that is on, off or left to the deployment. */
    Optional<Boolean> isOnOrAuto(DeploymentSetting setting) {
        return switch (choice(setting, "auto", "true", "false", "on", "off")) {
            case "true", "on" -> Optional.of(true);
            case "false", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
