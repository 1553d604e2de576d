package dev.latchkey.http.setting;

import dev.latchkey.http.setting.Finding.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads settings, and collects what is wrong with them instead of stopping at the first. Used by one thread. */
public final class SettingReader {
    private final SettingTexts texts;
    private final List<Finding> findings = new ArrayList<>();

    /** Begins with nothing found. */
    public SettingReader(SettingTexts texts) {
        this.texts = texts;
    }

    /** What was written. */
    public SettingTexts texts() {
        return texts;
    }

    /** What was found so far. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Whether one of them cannot work. */
    public boolean hasRefusals() {
        return findings.stream().anyMatch(Finding::isRefusal);
    }

    /** What a setting means; its default when it may not be written like this, which is found once. */
    public <T> T read(Setting<T> setting) {
        Optional<T> value = setting.grammar().parse(texts.raw(setting));
        if (value.isPresent()) {
            return value.get();
        }
        if (findings.stream()
                .noneMatch(finding -> finding.isRefusal() && finding.what().equals(setting.key()))) {
            refuse(setting, setting.grammar().rule(), cure(setting));
        }
        return setting.grammar()
                .parse(setting.defaultText())
                .orElseThrow(() -> new IllegalStateException(setting + " refuses its own default"));
    }

    private <T> Cure cure(Setting<T> setting) {
        Grammar<T> grammar = setting.grammar();
        String fallback = setting.defaultText().isEmpty() ? grammar.example() : setting.defaultText();
        return Cure.write(setting, grammar.meant().apply(texts.text(setting)).orElse(fallback))
                .because(grammar.advice());
    }

    /** Adds that a setting cannot work. */
    public void refuse(Setting<?> setting, String why, Cure cure) {
        add(Level.REFUSED, setting, why, cure);
    }

    /** Adds that a setting works at a price. */
    public void warn(Setting<?> setting, String why, Cure cure) {
        add(Level.WARNING, setting, why, cure);
    }

    private void add(Level level, Setting<?> setting, String why, Cure cure) {
        findings.add(new Finding(level, setting.key(), texts.text(setting), why, cure));
    }
}
