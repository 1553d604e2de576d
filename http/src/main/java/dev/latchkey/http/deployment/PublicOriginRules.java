package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.INSECURE_HTTP;
import static dev.latchkey.http.deployment.DeploymentSetting.PUBLIC_ORIGIN;
import static dev.latchkey.http.deployment.DeploymentSetting.TLS_CERTIFICATE;
import static dev.latchkey.http.deployment.DeploymentSetting.TRUSTED_PROXIES;

import dev.latchkey.http.origin.Origin;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;
import dev.latchkey.http.setting.SettingTexts;
import java.util.Optional;

/** Where browsers reach the API, and whether anyone on the way can listen. */
final class PublicOriginRules {
    private static final Origin EXAMPLE = Origin.parse("http://localhost:5000").orElseThrow();

    private PublicOriginRules() {}

    /** The origin; empty when it was refused. */
    static Optional<Origin> read(SettingTexts settings, SettingReader findings) {
        String text = settings.text(PUBLIC_ORIGIN);
        boolean acceptsHttp = findings.read(INSECURE_HTTP);
        Optional<Origin> origin = OriginText.read(text);
        if (origin.isEmpty()) {
            Origin meant = OriginText.meant(text).orElse(EXAMPLE);
            boolean mustEncrypt = !meant.isLoopback() && !acceptsHttp;
            findings.refuse(
                    PUBLIC_ORIGIN,
                    text.isEmpty() ? "cookies and origins follow from it" : OriginText.rule(text),
                    EncryptionCure.reach(settings, mustEncrypt ? EncryptionCure.https(meant) : meant));
            return Optional.empty();
        }
        check(settings, findings, origin.get(), acceptsHttp);
        return findings.hasRefusals() ? Optional.empty() : origin;
    }

    private static void check(SettingTexts settings, SettingReader findings, Origin origin, boolean acceptsHttp) {
        if (origin.isHttps()) {
            checkEncrypted(settings, findings, origin, acceptsHttp);
        } else if (settings.has(TLS_CERTIFICATE)) {
            findings.refuse(
                    PUBLIC_ORIGIN,
                    "with tls.certificate the server speaks TLS alone, and a browser that comes by http gets no answer",
                    EncryptionCure.everywhere(settings, origin));
        } else if (!origin.isLoopback() && !acceptsHttp) {
            findings.refuse(
                    PUBLIC_ORIGIN,
                    "on plain http browsers take no Secure or __Host- cookie, and anyone on the way reads the others",
                    EncryptionCure.everywhere(settings, origin)
                            .because("for a network you trust wholly, insecure-http = true says so aloud"));
        } else if (!origin.isLoopback()) {
            findings.warn(
                    INSECURE_HTTP,
                    "anyone on the way to " + origin + " reads passwords and cookies, and can log in with them",
                    encryptedWithoutSaying(settings, origin));
        }
    }

    private static void checkEncrypted(
            SettingTexts settings, SettingReader findings, Origin origin, boolean acceptsHttp) {
        if (!settings.has(TLS_CERTIFICATE) && !settings.has(TRUSTED_PROXIES)) {
            findings.refuse(
                    PUBLIC_ORIGIN,
                    "nobody decrypts: the server has no tls.certificate and knows no proxy that has one, so every request"
                            + " would come unencrypted and be refused",
                    EncryptionCure.reach(settings, origin));
        }
        if (acceptsHttp) {
            findings.warn(INSECURE_HTTP, "it changes nothing for an https origin", Cure.write(INSECURE_HTTP, "false"));
        }
    }

    private static Cure encryptedWithoutSaying(SettingTexts settings, Origin origin) {
        return EncryptionCure.everywhere(settings, origin).and(INSECURE_HTTP, "false");
    }
}
