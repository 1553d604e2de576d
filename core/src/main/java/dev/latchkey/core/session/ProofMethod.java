package dev.latchkey.core.session;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * How somebody proved who they are, in the words of RFC 8176. A word that this release does not know is kept and told all
 * the same: another node may be newer.
 *
 * @param word 1 to 16 lower-case letters, digits or dashes
 */
public record ProofMethod(String word) {
    private static final Pattern WORD = Pattern.compile("[a-z0-9-]{1,16}");

    /** A password. */
    public static final ProofMethod PASSWORD = new ProofMethod("pwd");

    /**
     * Accepts any such word.
     *
     * @throws IllegalArgumentException when the length or alphabet is wrong
     */
    public ProofMethod {
        Objects.requireNonNull(word, "word");
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("a way of proof is named by 1 to 16 of a-z, 0-9 and -");
        }
    }

    @Override
    public String toString() {
        return word;
    }
}
