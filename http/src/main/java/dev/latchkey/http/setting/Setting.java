package dev.latchkey.http.setting;

import java.util.Locale;
import java.util.function.Supplier;

/**
 * One setting, and all there is to say about it: file, environment, command line, help, documentation and builders take it
 * from here. Compared by identity; made by a {@link SettingCatalogue}.
 *
 * @param <T> what it means
 */
public final class Setting<T> {
    private final String key;
    private final Grammar<T> grammar;
    private final Supplier<String> defaultText;
    private final String defaultWords;
    private final String help;

    Setting(String key, Grammar<T> grammar, Supplier<String> defaultText, String defaultWords, String help) {
        this.key = key;
        this.grammar = grammar;
        this.defaultText = defaultText;
        this.defaultWords = defaultWords;
        this.help = help;
    }

    /** As a configuration file spells it: dots for nesting. */
    public String key() {
        return key;
    }

    /** As the command line spells it. */
    public String flag() {
        return "--" + key.replace('.', '-');
    }

    /** As the environment spells it. */
    public String variable() {
        return "LATCHKEY_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** What may be written. */
    public Grammar<T> grammar() {
        return grammar;
    }

    /** What holds when nobody says anything, as a person would write it. */
    public String defaultText() {
        return defaultText.get();
    }

    /** The default in words that are true of every machine; an empty string for none. */
    public String defaultWords() {
        return defaultWords;
    }

    /** One line of help, without values and default. */
    public String help() {
        return help;
    }

    /** The key. */
    @Override
    public String toString() {
        return key;
    }
}
