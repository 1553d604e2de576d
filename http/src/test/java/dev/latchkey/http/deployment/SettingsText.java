package dev.latchkey.http.deployment;

import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingTexts;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings in one line of a table: {@code key=value; key=value}. */
public final class SettingsText {
    private SettingsText() {}

    /** Reads such a line. */
    public static SettingTexts read(String line) {
        Map<Setting<?>, String> written = new LinkedHashMap<>();
        for (String part : line.split(";", -1)) {
            String[] keyAndValue = part.strip().split("=", 2);
            Setting<?> setting = DeploymentSetting.ALL
                    .named(keyAndValue[0].strip())
                    .orElseThrow(() -> new IllegalArgumentException("unknown setting: " + part));
            written.put(setting, keyAndValue[1].strip());
        }
        return SettingTexts.of(written);
    }

    /** What follows from such a line, which must be accepted. */
    public static DeploymentPolicy policy(String line) {
        return switch (Deployments.decide(read(line), new TestSuffixes())) {
            case DeploymentDecision.Accepted accepted -> accepted.policy();
            case DeploymentDecision.Refused refused -> throw new AssertionError(refused.findings());
        };
    }
}
