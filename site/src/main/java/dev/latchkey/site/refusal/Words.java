package dev.latchkey.site.refusal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** The words of the pages, in every language they are written in. Immutable. */
final class Words {
    /** The first is for those who understand none of them. */
    static final List<Locale> LANGUAGES = List.of("en", "de", "fr", "es", "ja", "ar").stream()
            .map(Locale::forLanguageTag)
            .toList();

    private static final Locale FALLBACK = LANGUAGES.getFirst();

    private final Map<Locale, ResourceBundle> bundles;

    Words() {
        this.bundles = LANGUAGES.stream()
                .collect(Collectors.toMap(language -> language, Words::read, (a, b) -> a, LinkedHashMap::new));
    }

    private static ResourceBundle read(Locale language) {
        String name = "words_" + language + ".properties";
        try (InputStream in = Objects.requireNonNull(Words.class.getResourceAsStream(name), name)) {
            return new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The language that suits best, by RFC 4647 §3.4. */
    static Locale choose(List<String> acceptLanguage) {
        try {
            return Optional.ofNullable(
                            Locale.lookup(Locale.LanguageRange.parse(String.join(",", acceptLanguage)), LANGUAGES))
                    .orElse(FALLBACK);
        } catch (IllegalArgumentException e) {
            return FALLBACK; // no list of languages, or none at all
        }
    }

    /** What is said under that key. */
    String say(Locale language, String key) {
        return Objects.requireNonNull(bundles.get(language)).getString(key);
    }

    /** Whether anything is. */
    boolean has(String key) {
        return Objects.requireNonNull(bundles.get(FALLBACK)).containsKey(key);
    }
}
