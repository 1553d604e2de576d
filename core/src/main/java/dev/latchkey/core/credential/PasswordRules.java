package dev.latchkey.core.credential;

import dev.latchkey.core.principal.Username;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
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

    /** The lowest minimum, where something else is asked for as well. */
    public static final int SHORTEST_MINIMUM = 8;

    /** The highest minimum. */
    public static final int LONGEST_MINIMUM = 64;

    /** What must be left when the names are taken out, in code points. */
    private static final int LEFT_BESIDE_THE_NAME = 8;

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
        return flaws(password, username.value(), name);
    }

    /** The same where all there is of the username is how it is shown. */
    public Set<PasswordFlaw> flaws(Password password, String username, String name) {
        String text = new String(password.toUtf8(), StandardCharsets.UTF_8);
        Set<PasswordFlaw> flaws = EnumSet.noneOf(PasswordFlaw.class);
        if (text.codePointCount(0, text.length()) < minLength) {
            flaws.add(PasswordFlaw.TOO_SHORT);
        }
        if (common.contains(text)) {
            flaws.add(PasswordFlaw.TOO_COMMON);
        }
        if (Regularity.isRegular(text.toLowerCase(Locale.ROOT)) || Regularity.isRegular(OwnNames.squeezed(text))) {
            flaws.add(PasswordFlaw.TOO_REGULAR);
        }
        if (OwnNames.of(username, name).without(text).filter(this::isTooLittle).isPresent()) {
            flaws.add(PasswordFlaw.LIKE_THE_NAME);
        }
        return Set.copyOf(flaws);
    }

    /** What would be no password by itself does not make one of a name. */
    private boolean isTooLittle(String rest) {
        return rest.codePointCount(0, rest.length()) < LEFT_BESIDE_THE_NAME
                || Regularity.isRegular(rest)
                || common.contains(rest);
    }

    /** The rule that a flaw breaks, in words that follow "the password". */
    public String describe(PasswordFlaw flaw) {
        return switch (flaw) {
            case TOO_SHORT -> "must have at least " + minLength + " characters";
            case TOO_COMMON -> "is among the passwords that are guessed first";
            case TOO_REGULAR -> "must not be one short piece repeated, or a row of letters or digits";
            case LIKE_THE_NAME -> "must be more than the username or the name with a little around it";
        };
    }
}
