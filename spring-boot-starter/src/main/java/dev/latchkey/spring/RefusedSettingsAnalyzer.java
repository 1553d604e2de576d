package dev.latchkey.spring;

import dev.latchkey.RefusedSettingsException;
import dev.latchkey.http.setting.Finding;
import dev.latchkey.http.setting.Setting;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints what contradicts what, and what to write instead, in place of a stack trace. */
final class RefusedSettingsAnalyzer extends AbstractFailureAnalyzer<RefusedSettingsException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RefusedSettingsException cause) {
        return new FailureAnalysis(
                lines(cause, finding -> property(finding.what()) + " = " + finding.value() + ": " + finding.why()),
                lines(cause, finding -> named(finding.cure().text())),
                cause);
    }

    private static String lines(RefusedSettingsException cause, Function<Finding, String> line) {
        return cause.findings().stream().map(line).collect(Collectors.joining(System.lineSeparator()));
    }

    /** A cure names keys as a configuration file of the server has them; here they have a prefix. */
    private static String named(String cure) {
        String text = cure;
        for (Setting<?> setting : LatchkeySettings.all().toList()) {
            text = text.replaceAll(
                    "(?<![\\w.-])" + setting.key().replace(".", "\\.") + "(?= = )", LatchkeySettings.property(setting));
        }
        return text;
    }

    private static String property(String key) {
        return LatchkeySettings.all()
                .filter(setting -> setting.key().equals(key))
                .map(LatchkeySettings::property)
                .findFirst()
                .orElse(key);
    }
}
