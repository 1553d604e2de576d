package dev.latchkey.registration;

import dev.latchkey.credential.Password;
import dev.latchkey.credential.Username;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What a new password must be (NIST SP 800-63B §3.1.1.2, ASVS 5.0 V6.2): long enough and not among those tried first.
 * At most {@link Password#MAX_BYTES} is the password's own rule. A pure function; thread-safe.
 */
public final class PasswordRules {
    /** Minimum where the password is the only factor. */
    public static final int DEFAULT_MIN_LENGTH = 15;

    private static final int SHORTEST_MINIMUM = 8;
    private static final int LONGEST_MINIMUM = 64;

    /** A piece this short does not get better by being repeated. */
    private static final int SHORT_PIECE = 8;

    /** What a name may have around it and still be the name, in code points. */
    private static final int LITTLE = 4;

    private final int minLength;
    private final CommonPasswords common;

    /**
     * Makes rules.
     *
     * @param minLength in code points, 8 to 64; below 15 only where something else is asked for as well
     * @throws IllegalArgumentException when it is out of range
     */
    public PasswordRules(int minLength, CommonPasswords common) {
        if (minLength < SHORTEST_MINIMUM || minLength > LONGEST_MINIMUM) {
            throw new IllegalArgumentException("the shortest password has 8 to 64 characters, not " + minLength);
        }
        this.minLength = minLength;
        this.common = Objects.requireNonNull(common, "common");
    }

    /** 15 code points and the shipped list. */
    public static PasswordRules defaults() {
        return new PasswordRules(DEFAULT_MIN_LENGTH, CommonPasswords.shipped());
    }

    /** The minimum in code points, to be told beforehand. */
    public int minLength() {
        return minLength;
    }

    /** What is wrong with a password for that user; empty when nothing is. */
    public Set<PasswordFlaw> flaws(Password password, Username username, String name) {
        String text = new String(password.toUtf8(), StandardCharsets.UTF_8);
        String folded = text.toLowerCase(Locale.ROOT);
        Set<PasswordFlaw> flaws = EnumSet.noneOf(PasswordFlaw.class);
        if (text.codePointCount(0, text.length()) < minLength) {
            flaws.add(PasswordFlaw.TOO_SHORT);
        }
        if (common.contains(text)) {
            flaws.add(PasswordFlaw.TOO_COMMON);
        }
        int[] codePoints = folded.codePoints().toArray();
        if (isRepetition(codePoints) || isSequence(codePoints)) {
            flaws.add(PasswordFlaw.TOO_REGULAR);
        }
        List<String> names = List.of(username.value(), name.toLowerCase(Locale.ROOT));
        if (names.stream().anyMatch(candidate -> isNearly(folded, candidate))) {
            flaws.add(PasswordFlaw.LIKE_THE_NAME);
        }
        return Set.copyOf(flaws);
    }

    private static boolean isNearly(String password, String name) {
        return !name.isBlank() && password.contains(name) && password.length() - name.length() <= LITTLE;
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
    private static boolean isSequence(int[] codePoints) {
        return isSequence(codePoints, 1) || isSequence(codePoints, -1);
    }

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
