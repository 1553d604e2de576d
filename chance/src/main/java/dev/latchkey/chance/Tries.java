package dev.latchkey.chance;

import java.util.SplittableRandom;

/**
 * Tries a claim on values that chance draws.
 *
 * {@snippet :
 * Tries.run(chance -> {
 *     String text = chance.text();
 *     assertThat(decode(encode(text))).isEqualTo(text);
 * });
 * }
 *
 * Every run draws other values. A failure names the seed of its try: with {@code -Dlatchkey.seed=N} every claim is tried
 * on the values of that seed first.
 */
public final class Tries {
    /** How often a claim is tried that does not say. */
    public static final int USUAL = 500;

    private static final String SEED = "latchkey.seed";

    private Tries() {}

    /** What must hold for whatever the chance draws. It draws from that chance alone, or a seed repeats nothing. */
    @FunctionalInterface
    public interface Claim {
        /** Throws whatever it likes where the claim does not hold. */
        void holdsFor(Chance chance) throws Throwable;
    }

    /** Tries the claim {@value #USUAL} times. */
    public static void run(Claim claim) {
        run(USUAL, claim);
    }

    /**
     * Tries the claim so many times.
     *
     * @param tries 1 or more
     * @throws AssertionError if it did not hold once; its cause is what the claim threw
     */
    public static void run(int tries, Claim claim) {
        if (tries < 1) {
            throw new IllegalArgumentException("a claim is tried once or more, not " + tries + " times");
        }
        Long wanted = Long.getLong(SEED);
        run(tries, wanted == null ? new SplittableRandom().nextLong() : wanted, claim);
    }

    /** The first try has the seed itself; every later one has one that follows from it. */
    static void run(int tries, long seed, Claim claim) {
        SplittableRandom later = new SplittableRandom(seed);
        for (int i = 1; i <= tries; i++) {
            long own = i == 1 ? seed : later.nextLong();
            Chance chance = new Chance(own);
            try {
                claim.holdsFor(chance);
            } catch (Throwable failure) {
                throw new AssertionError(
                        "try " + i + " of " + tries + " did not hold, with " + chance.drawn() + "; to repeat it: -D"
                                + SEED + "=" + own + "\n" + failure,
                        failure);
            }
        }
    }
}
