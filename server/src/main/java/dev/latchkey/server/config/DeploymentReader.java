package dev.latchkey.server.config;

import dev.latchkey.http.deployment.DeploymentDecision;
import dev.latchkey.http.deployment.DeploymentSetting;
import dev.latchkey.http.deployment.DeploymentSettings;
import dev.latchkey.http.deployment.Deployments;
import dev.latchkey.http.deployment.Finding;
import dev.latchkey.server.deployment.PublicSuffixList;
import java.util.EnumMap;
import java.util.Map;

/** Hands the settings that make up a deployment to the one function that decides what follows from them. */
final class DeploymentReader {
    private DeploymentReader() {}

    /**
     * Decides.
     *
     * @param publicOrigin what holds when none was written
     */
    static DeploymentDecision decide(SettingReader reader, String publicOrigin) {
        Map<DeploymentSetting, String> written = new EnumMap<>(DeploymentSetting.class);
        written.put(DeploymentSetting.PUBLIC_ORIGIN, publicOrigin);
        for (DeploymentSetting setting : DeploymentSetting.values()) {
            reader.text(Setting.valueOf(setting.name())).ifPresent(text -> written.put(setting, text));
        }
        return Deployments.decide(DeploymentSettings.of(written), new PublicSuffixList());
    }

    static SettingProblem problem(Finding finding) {
        return new SettingProblem(
                finding.setting().key(),
                finding.value(),
                finding.rule(),
                finding.cure().text());
    }
}
