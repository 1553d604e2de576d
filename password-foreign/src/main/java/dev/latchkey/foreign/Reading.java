package dev.latchkey.foreign;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a kept hash turned out to be when its text was taken apart. */
sealed interface Reading {
    /** It can be verified. */
    record Whole(Derivation derivation) implements Reading {}

    /**
     * It asks for more work than a login may take.
     *
     * @param demand what it asks for and how much there may be, to follow "it asks for"
     */
    record TooCostly(String demand) implements Reading {}

    /**
     * It asks for a function that is not computed here.
     *
     * @param function as the format spells it: a few visible characters
     */
    record Unsupported(String function) implements Reading {}

    /**
     * Its text is not what its format writes.
     *
     * @param why what is wrong with it, to follow "its"; without a character of salt or output
     */
    record Damaged(String why) implements Reading {}

    /** Its text as a whole has not the shape that its format writes: characters are missing, or there are others. */
    static Reading misshapen() {
        return new Damaged("text is cut short or altered");
    }

    /** How to verify it; empty when that cannot be. */
    default Optional<Derivation> asDerivation() {
        return this instanceof Whole whole ? Optional.of(whole.derivation) : Optional.empty();
    }

    /** The same by another derivation. */
    default Reading with(UnaryOperator<Derivation> change) {
        return then(derivation -> new Whole(change.apply(derivation)));
    }

    /** What comes of a derivation; what is none stays as it is. */
    default Reading then(Function<Derivation, Reading> next) {
        return this instanceof Whole whole ? next.apply(whole.derivation) : this;
    }
}
