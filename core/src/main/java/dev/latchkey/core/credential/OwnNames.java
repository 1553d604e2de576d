package dev.latchkey.core.credential;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a person is called, whole and in parts: the first that somebody tries who knows them. */
final class OwnNames {
    /** Shorter parts stand in too many words. */
    private static final int SHORTEST_PART = 3;

    /** Two of these are a name. */
    private static final int SHORTEST_PART_BEYOND_ASCII = 2;

    private static final Pattern BETWEEN_PARTS = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}]+");
    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    /** What people put between words. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Z}._+@',;:/\\-]+");

    private final List<String> parts;

    private OwnNames(List<String> parts) {
        this.parts = parts;
    }

    static OwnNames of(String username, String name) {
        return new OwnNames(Stream.of(username, name)
                .flatMap(whole -> Stream.concat(Stream.of(whole), BETWEEN_PARTS.splitAsStream(whole)))
                .map(OwnNames::squeezed)
                .filter(OwnNames::isLongEnough)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    private static boolean isLongEnough(String part) {
        boolean isAscii = part.chars().allMatch(unit -> unit < 0x80);
        return part.codePointCount(0, part.length()) >= (isAscii ? SHORTEST_PART : SHORTEST_PART_BEYOND_ASCII);
    }

    /** What is left of a password without them; empty when none of them is in it. */
    Optional<String> without(String password) {
        String before = squeezed(password);
        String rest = before;
        for (String part : parts) {
            rest = rest.replace(part, "");
        }
        return rest.equals(before) ? Optional.empty() : Optional.of(rest);
    }

    /** A text as one word: without case, marks and what stands between words. */
    static String squeezed(String text) {
        String folded = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT)
                .replace('ς', 'σ');
        return SEPARATORS.matcher(MARKS.matcher(folded).replaceAll("")).replaceAll("");
    }
}
