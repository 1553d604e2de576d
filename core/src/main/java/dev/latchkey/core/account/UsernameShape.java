package dev.latchkey.core.account;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The shape of a username that people may give themselves: words, with something between them; or an e-mail address.
 *
 * <p>A word is letters, their marks and digits (UAX #31 §2.2). Between two words stands one of {@code . _ - + '} or what a
 * script has for it (UAX #31 §2.4), or two {@code _} or {@code -}. In front of the {@code @} of an address, those may stand
 * at the end and in any number, dots excepted (RFC 5321 §4.1.2); after it comes a host.
 *
 * <p>Words that stand together are of one script, or of those that are written together, and their digits of one system
 * (UTS #39 §5.2, highly restrictive): {@code аlice} with a Cyrillic {@code а} is not to be taken for {@code alice}. The two
 * sides of an address, and each label of its host, stand alone.
 */
final class UsernameShape {
    /** UTS #39 §5.4. */
    private static final int MOST_MARKS = 4;

    private static final int LONGEST_LABEL = 63;

    private static final String WORD = "[\\p{L}\\p{Nd}][\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}]*";

    /** Middle dot, Armenian hyphen, Hebrew maqaf and gershayim, Tibetan tsheg, and what divides names in Katakana. */
    private static final String BETWEEN = "[._+'\\-\u00B7\u058A\u05BE\u05F4\u0F0B\u30A0\u30FB]|__|--";

    /** A Hebrew name may end in a geresh, which is an apostrophe here; a syllable of Tibetan in a tsheg. */
    private static final Pattern NAME = Pattern.compile(
            WORD + "(?:(?:" + BETWEEN + ")" + WORD + ")*+(?:(?<=\\p{IsHebrew})'|(?<=\\p{IsTibetan})\u0F0B)?");

    private static final String ATOM = "[\\p{L}\\p{Nd}_][\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}_+'&\u00B7\u30FB\\-]*+";
    private static final Pattern LOCAL_PART = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+");
    private static final Pattern LABEL = Pattern.compile(WORD + "(?:-++" + WORD + ")*+");

    private static final List<Set<UnicodeScript>> WRITTEN_TOGETHER = List.of(
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
            EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

    private UsernameShape() {}

    static boolean isFit(String value) {
        int at = value.indexOf('@');
        if (at < 0) {
            return NAME.matcher(value).matches() && isOneHand(value);
        }
        String local = value.substring(0, at);
        return LOCAL_PART.matcher(local).matches()
                && local.codePoints().anyMatch(Character::isLetterOrDigit)
                && isOneHand(local)
                && isHost(value.substring(at + 1));
    }

    private static boolean isHost(String host) {
        return List.of(host.split("\\.", -1)).stream()
                .allMatch(label ->
                        label.length() <= LONGEST_LABEL && LABEL.matcher(label).matches() && isOneHand(label));
    }

    private static boolean isOneHand(String text) {
        return isOfOneScript(text) && hasDigitsOfOneSystem(text) && hasFewMarks(text);
    }

    private static boolean isOfOneScript(String text) {
        Set<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
        text.codePoints().mapToObj(UnicodeScript::of).forEach(scripts::add);
        scripts.remove(UnicodeScript.COMMON);
        scripts.remove(UnicodeScript.INHERITED);
        return scripts.size() <= 1 || WRITTEN_TOGETHER.stream().anyMatch(together -> together.containsAll(scripts));
    }

    private static boolean hasDigitsOfOneSystem(String text) {
        return text.codePoints()
                        .filter(Character::isDigit)
                        .map(digit -> digit - Character.digit(digit, 10))
                        .distinct()
                        .count()
                <= 1;
    }

    /** The same mark twice cannot be told from once, and a pile of them spills over other lines. */
    private static boolean hasFewMarks(String text) {
        int inARow = 0;
        int before = 0;
        for (int codePoint : text.codePoints().toArray()) {
            boolean isMark = Character.getType(codePoint) == Character.NON_SPACING_MARK;
            inARow = isMark ? inARow + 1 : 0;
            if (inARow > MOST_MARKS || (isMark && codePoint == before)) {
                return false;
            }
            before = codePoint;
        }
        return true;
    }
}
