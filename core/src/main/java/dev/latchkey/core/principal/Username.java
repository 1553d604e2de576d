package dev.latchkey.core.principal;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person types to say who they are, in one spelling for all spellings of it: case, width, composition, invisible
 * characters and the kind of apostrophe make no difference, and taking the spelling of a spelling changes nothing.
 *
 * <p>Names that merely look alike are different names; who may have both is a matter of registration.
 */
public final class Username {
    /** Longest username after normalisation, in code points. */
    public static final int MAX_CODE_POINTS = 128;

    /** Longest text that is looked at, in UTF-16 units: normalising more would be work for an attacker. */
    private static final int MAX_TYPED_LENGTH = 512;

    /** What decoders put in place of what they cannot read. */
    private static final int LOST = 0xFFFD;

    private final String value;
    private final String former;

    private Username(String value, String former) {
        this.value = value;
        this.former = former;
    }

    /**
     * Normalises what was typed. Empty when nothing is left, it is too long, or it holds characters that no name holds:
     * controls, line separators, text direction controls, lone surrogates, unassigned or private ones, and U+FFFD, which
     * stands for what was lost on the way.
     */
    public static Optional<Username> parse(String typed) {
        if (typed.length() > MAX_TYPED_LENGTH) {
            return Optional.empty();
        }
        return NormalForm.of(typed)
                .filter(Username::isSane)
                .filter(value -> value.indexOf(LOST) < 0)
                .map(value -> new Username(value, NormalForm.former(typed)));
    }

    /** What is wrong with what was typed, to follow "it" or the name of a field; empty when it is a username. */
    public static Optional<String> flaw(String typed) {
        if (parse(typed).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(typed.codePoints()
                .filter(codePoint -> isUnfit(codePoint) || codePoint == LOST)
                .mapToObj(codePoint -> "must not hold " + CodePoints.described(codePoint))
                .findFirst()
                .orElse("must have 1 to " + MAX_CODE_POINTS + " printable characters"));
    }

    /**
     * A username as a store has it, exactly. Those stored under rules of before keep their spelling, so that what refers
     * to it still does; empty when no rules ever made it.
     */
    public static Optional<Username> ofStored(String value) {
        Objects.requireNonNull(value, "value");
        boolean isOfBefore =
                isSane(value) && value.equals(value.strip()) && value.equals(value.toLowerCase(Locale.ROOT));
        return parse(value)
                .filter(parsed -> parsed.value.equals(value))
                .or(() -> isOfBefore ? Optional.of(new Username(value, value)) : Optional.empty());
    }

    private static boolean isSane(String value) {
        return !value.isEmpty()
                && value.codePointCount(0, value.length()) <= MAX_CODE_POINTS
                && value.codePoints().noneMatch(Username::isUnfit);
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

    /**
     * What the same text was normalised to before the present rules; mostly {@link #value()}. An account that is stored
     * under it is found by what its owner has always typed.
     */
    public String former() {
        return former;
    }

    /** The same name in its present form, which is what its owner's text is parsed to: what counts by name counts by this. */
    public Username current() {
        return parse(value).orElse(this);
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
