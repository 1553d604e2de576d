package dev.latchkey.http.deployment;

import static dev.latchkey.http.deployment.DeploymentSetting.CSRF;
import static dev.latchkey.http.deployment.DeploymentSetting.CSRF_PASS_PREFLIGHTS;
import static dev.latchkey.http.deployment.DeploymentSetting.CSRF_REPORT_ONLY;
import static dev.latchkey.http.deployment.DeploymentSetting.CSRF_REQUIRE_ORIGIN;

import dev.latchkey.http.csrf.CsrfPolicy;
import dev.latchkey.http.csrf.CsrfPolicy.Mode;
import dev.latchkey.http.setting.Cure;
import dev.latchkey.http.setting.SettingReader;

/** What an unsafe request must bring. */
final class CsrfRules {
    private CsrfRules() {}

    static CsrfPolicy read(SettingReader findings) {
        Mode mode = findings.read(CSRF);
        boolean requireOrigin = findings.read(CSRF_REQUIRE_ORIGIN);
        boolean reportOnly = findings.read(CSRF_REPORT_ONLY);
        if (reportOnly) {
            findings.warn(
                    CSRF_REPORT_ONLY,
                    "requests that another site caused are logged and let through",
                    Cure.write(CSRF_REPORT_ONLY, "false").because("once the log shows no request of your own"));
        }
        return new CsrfPolicy(mode, requireOrigin, reportOnly, findings.read(CSRF_PASS_PREFLIGHTS));
    }

    /** Whether a page can read a cookie of the API's host, as Angular and axios do by themselves. */
    static boolean canPageReadCookies(Deployment deployment) {
        return deployment.trustedOrigins().isEmpty()
                || deployment.trustedOrigins().stream()
                        .anyMatch(page ->
                                page.host().equals(deployment.publicOrigin().host()));
    }

    static void warnOfUnreadableToken(SettingReader findings) {
        findings.warn(
                CSRF,
                "no page on another host can read the XSRF-TOKEN cookie, so Angular and axios do not send it by themselves",
                Cure.write(CSRF, "origin").because("or read the token at /api/getcsrf and send it as X-CSRFToken"));
    }
}
