package dev.latchkey.credential;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person types to say who they are, normalised once: NFKC, lower case, no surrounding white space.
 *
 * <p>Two spellings that look alike to a person are one username, here and nowhere else (ASVS 5.0 V6.2).
 */
public final class Username {
    /** Longest username after normalisation, in code points. */
    public static final int MAX_CODE_POINTS = 128;

    /** Longest text that is looked at, in UTF-16 units: normalising more would be work for an attacker. */
    private static final int MAX_TYPED_LENGTH = 512;

    private final String value;

    private Username(String value) {
        this.value = value;
    }

    /** Normalises what was typed. Empty when nothing is left, it is too long, or it holds control characters. */
    public static Optional<Username> parse(String typed) {
        if (typed.length() > MAX_TYPED_LENGTH) {
            return Optional.empty();
        }
        String value = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
        boolean sane = !value.isEmpty()
                && value.codePointCount(0, value.length()) <= MAX_CODE_POINTS
                && value.codePoints().noneMatch(Username::isUnfit);
        return sane ? Optional.of(new Username(value)) : Optional.empty();
    }

    private static boolean isUnfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.SURROGATE, Character.UNASSIGNED, Character.LINE_SEPARATOR -> true;
            case Character.PARAGRAPH_SEPARATOR, Character.FORMAT, Character.PRIVATE_USE -> true;
            default -> false;
        };
    }

    /** The normalised form. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Username that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return value;
    }
}
