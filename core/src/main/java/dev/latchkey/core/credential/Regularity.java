package dev.latchkey.core.credential;

/** Texts that follow so simple a pattern that their length is no work for a guesser. */
final class Regularity {
    /** A piece this short does not get better by being repeated. */
    private static final int SHORT_PIECE = 8;

    private Regularity() {}

    static boolean isRegular(String text) {
        int[] codePoints = text.codePoints().toArray();
        return isRepetition(codePoints) || isSequence(codePoints, 1) || isSequence(codePoints, -1);
    }

    private static boolean isRepetition(int[] codePoints) {
        for (int period = 1; period <= SHORT_PIECE && 2 * period <= codePoints.length; period++) {
            if (hasPeriod(codePoints, period)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasPeriod(int[] codePoints, int period) {
        for (int i = period; i < codePoints.length; i++) {
            if (codePoints[i] != codePoints[i - period]) {
                return false;
            }
        }
        return true;
    }

    /** {@code abcdefghijklmnop}, {@code 9876543210987654}: every step is one up, or every step is one down. */
    private static boolean isSequence(int[] codePoints, int step) {
        for (int i = 1; i < codePoints.length; i++) {
            int expected = codePoints[i - 1] + step;
            int wrapped = codePoints[i - 1] == '9' ? '0' : codePoints[i - 1] == '0' ? '9' : expected;
            if (codePoints[i] != expected && codePoints[i] != wrapped) {
                return false;
            }
        }
        return codePoints.length > 1;
    }
}
