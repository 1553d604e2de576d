package dev.latchkey.userimport;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Yes and no as databases, spreadsheets and programs spell them. */
final class Truth {
    /** PostgreSQL writes t and f, Excel the words of its language. */
    private static final Set<String> YES =
            Set.of("true", "1", "t", "yes", "y", "on", "1.0", "wahr", "ja", "vrai", "oui", "verdadero", "vero");

    private static final Set<String> NO =
            Set.of("false", "0", "f", "no", "n", "off", "0.0", "falsch", "nein", "faux", "non", "falso");

    private Truth() {}

    /** Empty when it is neither. */
    static Optional<Boolean> of(String text) {
        String word = text.toLowerCase(Locale.ROOT);
        return YES.contains(word) ? Optional.of(true) : NO.contains(word) ? Optional.of(false) : Optional.empty();
    }
}
