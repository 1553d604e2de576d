package dev.latchkey.core.principal;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One spelling for all spellings of a username. After {@code NFKC_Casefold} (UAX #31 §5.2, The Unicode Standard §3.13),
 * as far as the JDK knows it, and a little further:
 *
 * <ol>
 *   <li>taken apart (NFKD), so that a Greek iota below follows all other marks before it becomes a letter;
 *   <li>upper case, which spells out {@code ß} and the ligatures, then lower case letter by letter, which knows no final
 *       sigma;
 *   <li>characters that cannot be seen are left out, and the apostrophes and hyphens of different keyboards become one;
 *   <li>put together again (NFKC);
 *   <li>all of it again until nothing changes, because each step makes work for the others: {@code J} with a caron has no
 *       letter of its own, {@code j} with a caron has.
 * </ol>
 *
 * <p>What is defined once stays so: Unicode promises it for normalisation, and a capital that a letter gets in a later
 * version comes back to that letter. So no newer JDK strands a name.
 */
final class NormalForm {
    /** A third round changes nothing; more than these is no text that a person types. */
    private static final int MOST_ROUNDS = 8;

    /** On an {@code i} it is drawn already; what is left of a Turkish capital in small letters. */
    private static final int COMBINING_DOT_ABOVE = 0x0307;

    /** The stroke that lengthens an Arabic word and says nothing. */
    private static final int TATWEEL = 0x0640;

    /** Scripts whose letters join, or whose syllables do: there a joiner says how to draw a word, not which word it is. */
    private static final Set<UnicodeScript> JOINING = EnumSet.of(
            UnicodeScript.ARABIC,
            UnicodeScript.SYRIAC,
            UnicodeScript.MANDAIC,
            UnicodeScript.MONGOLIAN,
            UnicodeScript.NKO,
            UnicodeScript.ADLAM,
            UnicodeScript.HANIFI_ROHINGYA,
            UnicodeScript.DEVANAGARI,
            UnicodeScript.BENGALI,
            UnicodeScript.GURMUKHI,
            UnicodeScript.GUJARATI,
            UnicodeScript.ORIYA,
            UnicodeScript.TAMIL,
            UnicodeScript.TELUGU,
            UnicodeScript.KANNADA,
            UnicodeScript.MALAYALAM,
            UnicodeScript.SINHALA,
            UnicodeScript.TIBETAN,
            UnicodeScript.MYANMAR,
            UnicodeScript.KHMER,
            UnicodeScript.BALINESE,
            UnicodeScript.JAVANESE);

    private NormalForm() {}

    /** That form; empty when the text does not come to rest. */
    static Optional<String> of(String typed) {
        if (isAscii(typed)) {
            return Optional.of(typed.strip().toLowerCase(Locale.ROOT));
        }
        String before = typed;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String after = round(before);
            if (after.equals(before)) {
                return Optional.of(after);
            }
            before = after;
        }
        return Optional.empty();
    }

    /** The form that names had before this one, under which some are stored: NFKC, then lower case. */
    static String former(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(unit -> unit < 0x80);
    }

    private static String round(String text) {
        String capitals = Normalizer.normalize(text, Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(capitals.length());
        int last = 0;
        int letter = 0;
        for (int codePoint : capitals.codePoints().map(Character::toLowerCase).toArray()) {
            boolean isDrawnOnly = isFiller(codePoint)
                    || isVariationSelector(codePoint)
                    || codePoint == TATWEEL
                    || (isJoiner(codePoint) && joins(last))
                    || (codePoint == COMBINING_DOT_ABOVE && letter == 'i');
            if (!isDrawnOnly) {
                last = codePoint;
                letter = Character.getType(codePoint) == Character.NON_SPACING_MARK ? letter : codePoint;
                folded.appendCodePoint(punctuation(codePoint));
            }
        }
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip();
    }

    /** Whether a joiner has a place after that letter or mark (UAX #31 §2.3). */
    static boolean joins(int codePoint) {
        UnicodeScript script = UnicodeScript.of(codePoint);
        boolean isVowelSign = codePoint >= 0x064B && codePoint <= 0x0655; // of Arabic and Syriac both
        boolean isPartOfWord = switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> Character.isLetter(codePoint);
        };
        return isVowelSign || (isPartOfWord && JOINING.contains(script));
    }

    static boolean isJoiner(int codePoint) {
        return codePoint == 0x200C || codePoint == 0x200D;
    }

    /** Default-ignorable letters and marks (UAX #44): they take a place in the text and none on the screen. */
    static boolean isFiller(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0 -> true;
            default -> false;
        };
    }

    static boolean isVariationSelector(int codePoint) {
        return (codePoint >= 0x180B && codePoint <= 0x180F && codePoint != 0x180E)
                || (codePoint >= 0xFE00 && codePoint <= 0xFE0F)
                || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
    }

    /** Which of several a keyboard or a text field makes is not the person's choice. */
    private static int punctuation(int codePoint) {
        return switch (codePoint) {
            case 0x2019, 0x02BC, 0x05F3 -> '\'';
            case 0x2010 -> '-';
            default -> codePoint;
        };
    }
}
