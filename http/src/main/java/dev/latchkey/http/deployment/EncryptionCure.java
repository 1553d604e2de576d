package dev.latchkey.http.deployment;

import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.Setting;
import dev.latchkey.http.setting.SettingTexts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How to come to https: the origins, and who decrypts. */
final class EncryptionCure {
    /** A proxy on the same machine. */
    static final String LOCAL_PROXIES = "127.0.0.1, ::1";

    private EncryptionCure() {}

    /** That public origin, and a way to decrypt where it needs one and has none. */
    static Cure reach(SettingTexts settings, Origin publicOrigin) {
        Map<Setting<?>, String> changes = new LinkedHashMap<>();
        if (!settings.text(DeploymentSetting.PUBLIC_ORIGIN).equals(publicOrigin.toString())) {
            changes.put(DeploymentSetting.PUBLIC_ORIGIN, publicOrigin.toString());
        }
        boolean nobodyDecrypts = publicOrigin.isHttps()
                && !settings.has(DeploymentSetting.TLS_CERTIFICATE)
                && !settings.has(DeploymentSetting.TRUSTED_PROXIES);
        if (!nobodyDecrypts) {
            return Cure.write(changes);
        }
        changes.put(DeploymentSetting.TRUSTED_PROXIES, LOCAL_PROXIES);
        return Cure.write(changes)
                .because("the proxy named there decrypts; or name tls.certificate and tls.key, and the server does");
    }

    /** Everything that is not on this machine by https, the pages too. */
    static Cure everywhere(SettingTexts settings, Origin publicOrigin) {
        Cure cure = reach(settings, https(publicOrigin));
        List<String> written = settings.list(DeploymentSetting.SPA_ORIGINS);
        String encrypted = written.stream()
                .map(text -> OriginText.read(text)
                        .filter(origin -> !origin.isLoopback())
                        .map(origin -> https(origin).toString())
                        .orElse(text))
                .collect(Collectors.joining(", "));
        if (encrypted.equals(String.join(", ", written))) {
            return cure;
        }
        return cure.and(DeploymentSetting.SPA_ORIGINS, encrypted);
    }

    /** The same host by https; a port that was named stays. */
    static Origin https(Origin origin) {
        String authority = origin.isHttps() || origin.port() != 80 ? origin.authority() : origin.host();
        return Origin.parse("https://" + authority).orElse(origin);
    }
}
