package dev.latchkey.core.principal;

import java.lang.Character.UnicodeScript;
import java.util.Optional;

/**
 * What a new name to greet somebody by must be: 1 to 200 UTF-16 units that can be seen. A name is shown next to others',
 * in lists, mails and logs: a control of text direction in it reverses what follows, a line separator begins a line of its
 * own, and tags or fillers hide text in it. Names that are stored already stay as they are.
 *
 * <p>Where a script needs them, characters that only change how a letter is drawn stay: joiners in Persian, Indic and the
 * like, variation selectors after an ideograph or a symbol.
 */
public final class DisplayName {
    private static final int MAX_LENGTH = 200;

    /** UTS #39 §5.4: more marks on one letter are there to spill over other lines. */
    private static final int MOST_MARKS = 4;

    private DisplayName() {}

    /** What is wrong with a name, to follow "it" or the name of a field; empty when nothing is. */
    public static Optional<String> flaw(String name) {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            return Optional.of("must have 1 to 200 characters");
        }
        if (name.codePoints().allMatch(DisplayName::needsAnother)) {
            return Optional.of("must have a character that can be seen by itself");
        }
        int[] codePoints = name.codePoints().toArray();
        int marks = 0;
        for (int i = 0; i < codePoints.length; i++) {
            int before = i == 0 ? ' ' : codePoints[i - 1];
            marks = isMark(codePoints[i]) ? marks + 1 : 0;
            if (!isSeen(codePoints[i]) && !isAtItsPlace(codePoints[i], before)) {
                return Optional.of("must not hold " + CodePoints.described(codePoints[i]));
            }
            if (marks > MOST_MARKS) {
                return Optional.of("must not pile up more than " + MOST_MARKS + " marks on one letter");
            }
        }
        return Optional.empty();
    }

    /** Blanks of every kind, those that do not break among them, and marks, which stand on another character. */
    private static boolean needsAnother(int codePoint) {
        return Character.isSpaceChar(codePoint)
                || isMark(codePoint)
                || Character.getType(codePoint) == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isMark(int codePoint) {
        return Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.ENCLOSING_MARK;
    }

    private static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.PRIVATE_USE -> false;
            default ->
                !NormalForm.isFiller(codePoint)
                        && !isBlankOrLost(codePoint)
                        && !NormalForm.isVariationSelector(codePoint);
        };
    }

    /** A braille cell without dots, and what stands for an object or a character that is not there. */
    private static boolean isBlankOrLost(int codePoint) {
        return codePoint == 0x2800 || codePoint == 0xFFFC || codePoint == 0xFFFD;
    }

    private static boolean isAtItsPlace(int codePoint, int before) {
        if (NormalForm.isJoiner(codePoint)) {
            return NormalForm.joins(before) || isSymbol(before);
        }
        return NormalForm.isVariationSelector(codePoint)
                && (UnicodeScript.of(before) == UnicodeScript.HAN || NormalForm.joins(before) || isSymbol(before));
    }

    /** Emoji are joined into one picture, and a variation selector says that a picture is meant. */
    private static boolean isSymbol(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL, Character.MATH_SYMBOL -> true;
            default -> codePoint == 0xFE0F;
        };
    }
}
