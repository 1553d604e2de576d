package dev.latchkey.http.deployment;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Settings in one line of a table: {@code key=value; key=value}. */
public final class SettingsText {
    private SettingsText() {}

    /** Reads such a line. */
    public static DeploymentSettings read(String line) {
        Map<DeploymentSetting, String> written = new EnumMap<>(DeploymentSetting.class);
        for (String part : line.split(";", -1)) {
            String[] keyAndValue = part.strip().split("=", 2);
            DeploymentSetting setting = Arrays.stream(DeploymentSetting.values())
                    .filter(known -> known.key().equals(keyAndValue[0].strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown setting: " + part));
            written.put(setting, keyAndValue[1].strip());
        }
        return DeploymentSettings.of(written);
    }

    /** What follows from such a line, which must be accepted. */
    public static DeploymentPolicy policy(String line) {
        return switch (Deployments.decide(read(line), new TestSuffixes())) {
            case DeploymentDecision.Accepted accepted -> accepted.policy();
            case DeploymentDecision.Refused refused -> throw new AssertionError(refused.findings());
        };
    }
}
