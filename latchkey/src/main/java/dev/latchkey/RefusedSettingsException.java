package dev.latchkey;

import dev.latchkey.http.setting.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot work together, each with what it breaks and what to write instead. Nothing was started. */
public final class RefusedSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    RefusedSettingsException(List<Finding> findings) {
        super(findings.stream()
                .map(Finding::message)
                .collect(Collectors.joining(
                        System.lineSeparator(), "the settings are refused" + System.lineSeparator(), "")));
        this.findings = List.copyOf(findings);
    }

    /** What contradicts what, with its cures, and warnings. */
    public List<Finding> findings() {
        return findings;
    }
}
